package io.integrator.webhooks.api;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The OpenAPI document: the one that is served, and the one that requests are routed and checked by.
 *
 * @param openApi what routes and checks
 * @param yaml    the document as it was written
 * @param json    the same as JSON
 * @param topics  the AsyncAPI document of the Kafka topics beside it, as it was written
 */
record Contract(OpenAPIContract openApi, Buffer yaml, Buffer json, Buffer topics) {

    /** Where the document is on the class path. */
    static final String RESOURCE = "openapi.yaml";

    /** Where the document of the topics is. */
    static final String TOPICS_RESOURCE = "asyncapi.yaml";

    /** Reads both documents and checks the one that routes. */
    static Future<Contract> load(Vertx vertx) {
        Future<Buffer> topics = vertx.fileSystem().readFile(TOPICS_RESOURCE);
        return vertx.fileSystem().readFile(RESOURCE).compose(yaml -> {
            JsonObject document = parse(yaml);
            Buffer json = document.toBuffer();
            return OpenAPIContract.from(vertx, routable(document))
                    .compose(openApi -> topics.map(read -> new Contract(openApi, yaml, json, read)));
        });
    }

    /** The document as JSON, its references unresolved. */
    static JsonObject parse(Buffer yaml) {
        Map<String, Object> document = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml.toString());
        return new JsonObject(document);
    }

    /**
     * The part that routes and checks. vertx-openapi refuses a document that answers with application/problem+json, so the
     * bodies of responses are left out.
     */
    private static JsonObject routable(JsonObject document) {
        JsonObject copy = document.copy();
        dropFormats(copy.getJsonObject("components").getJsonObject("schemas"));
        copy.getJsonObject("components").getJsonObject("responses").forEach(Contract::dropContent);
        for (Map.Entry<String, Object> path : copy.getJsonObject("paths")) {
            for (Map.Entry<String, Object> operation : (JsonObject) path.getValue()) {
                if (operation.getValue() instanceof JsonObject described) {
                    described.getJsonObject("responses").forEach(Contract::dropContent);
                }
            }
        }
        return copy;
    }

    /**
     * Takes {@code format} out of schemas. The validator judges a uri by a regular expression that recurses for each
     * character and overflows the stack on long ones; what a url may be is {@link WebhookUrls}' to say.
     */
    static void dropFormats(JsonObject schemas) {
        if (schemas.getValue("format") instanceof String) {
            schemas.remove("format");
        }
        for (Map.Entry<String, Object> entry : schemas) {
            if (entry.getValue() instanceof JsonObject schema) {
                dropFormats(schema);
            }
        }
    }

    private static void dropContent(Map.Entry<String, Object> response) {
        ((JsonObject) response.getValue()).remove("content");
    }

    /** The methods of a path, sorted, with those that the service answers of itself; none when the document doesn't have it. */
    List<String> methodsOf(String urlPath) {
        Path path = openApi.findPath(urlPath);
        if (path == null) {
            return List.of();
        }
        Set<String> methods = new TreeSet<>(Set.of("OPTIONS"));
        path.getOperations()
                .forEach(operation -> methods.add(operation.getHttpMethod().name()));
        if (methods.contains("GET")) {
            methods.add("HEAD");
        }
        return List.copyOf(methods);
    }
}
