package io.integrator.webhooks.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** The contract as a page for browsers, with all that it loads. The files are read once, at the start. */
final class ReferenceOperations {

    private static final String PAGE = "index.html";
    private static final String SCRIPT = "text/javascript";

    /** Where the page's parts are and what they are; nothing else of the renderer's package is served. */
    private static final List<Part> PARTS = List.of(
            new Part("swagger-ui-bundle.js", SCRIPT, true),
            new Part("swagger-ui.css", "text/css", true),
            new Part("reference.js", SCRIPT, false));

    private static final String RENDERER = "META-INF/resources/webjars/swagger-ui/";
    private static final String RENDERER_VERSION = "META-INF/maven/org.webjars/swagger-ui/pom.properties";

    /** The renderer's styles have their icons in them, as data. */
    private static final String SECURITY_POLICY = "default-src 'self'; connect-src 'self'; img-src 'self' data:; "
            + "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    private final Reply page;
    private final Map<String, Reply> files;

    private record Part(String name, String mediaType, boolean ofRenderer) {}

    private ReferenceOperations(Buffer page, Map<String, Reply> files) {
        this.page = guarded(Reply.ok(page, "text/html"), "no-cache");
        this.files = Map.copyOf(files);
    }

    /** Reads the page and its parts from the class path. */
    static Future<ReferenceOperations> load(Vertx vertx) {
        return vertx.fileSystem()
                .readFile(RENDERER_VERSION)
                .map(ReferenceOperations::versionIn)
                .compose(version -> read(vertx, version));
    }

    private static Future<ReferenceOperations> read(Vertx vertx, String rendererVersion) {
        List<Future<Buffer>> reads = new ArrayList<>();
        reads.add(vertx.fileSystem().readFile("reference/" + PAGE));
        for (Part part : PARTS) {
            String folder = part.ofRenderer() ? RENDERER + rendererVersion + "/" : "reference/";
            reads.add(vertx.fileSystem().readFile(folder + part.name()));
        }
        return Future.all(reads).map(read -> {
            Map<String, Reply> files = new LinkedHashMap<>();
            for (int i = 0; i < PARTS.size(); i++) {
                Part part = PARTS.get(i);
                Reply reply = Reply.ok(read.<Buffer>resultAt(i + 1), part.mediaType());
                files.put(part.name(), guarded(reply, "public, max-age=3600"));
            }
            return new ReferenceOperations(read.resultAt(0), files);
        });
    }

    private static String versionIn(Buffer properties) {
        Properties read = new Properties();
        try {
            read.load(new StringReader(properties.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(RENDERER_VERSION, e);
        }
        return read.getProperty("version");
    }

    private static Reply guarded(Reply reply, String caching) {
        return reply.with("Cache-Control", caching).with("Content-Security-Policy", SECURITY_POLICY);
    }

    /** Binds its operations to the contract's. */
    void bindTo(ApiRouter api) {
        api.bind("getReference", this::page).bind("getReferenceFile", this::file);
    }

    /** {@code getReference}. */
    private Future<Reply> page(Call call) {
        return Future.succeededFuture(page);
    }

    /** {@code getReferenceFile}. */
    private Future<Reply> file(Call call) {
        String name = call.text("file");
        Reply file = files.get(name);
        return file == null
                ? Future.failedFuture(new ProblemException(Problem.notFound("path", "/docs/" + name)))
                : Future.succeededFuture(file);
    }
}
