package io.integrator.webhooks.launcher.watching;

import static io.integrator.webhooks.launcher.process.Patience.patiently;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Prometheus of its own process, on a port that is free. */
public final class Prometheus implements AutoCloseable {

    private static final Pattern LISTENS = Pattern.compile("msg=\"Listening on\".* address=127\\.0\\.0\\.1:(\\d+)");
    private static final String READY = "Server is ready to receive web requests";
    private static final long STOP_SECONDS = 10;

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final Path output;
    private final URI api;

    private Prometheus(Process process, Path output) {
        this.process = process;
        this.output = output;
        this.api = URI.create("http://127.0.0.1:" + awaitPort() + "/api/v1/");
    }

    /**
     * Starts one as it is shipped; skips the test when the program isn't there.
     *
     * @param directory for its data
     * @param ports     the management port of the process of each job
     */
    public static Prometheus start(Path directory, Map<String, Integer> ports) throws IOException {
        Path configuration = ShippedConfiguration.scraping(ports, directory);
        Path output = directory.resolve("prometheus.out");
        Process process = PrometheusProgram.assumed("prometheus")
                .start(
                        directory,
                        output,
                        "--config.file=" + configuration.toAbsolutePath(),
                        "--storage.tsdb.path=" + directory.resolve("data").toAbsolutePath(),
                        "--web.listen-address=127.0.0.1:0");
        return new Prometheus(process, output);
    }

    /** What an expression comes to now: one object a series, with its labels in {@code metric}. */
    public List<JsonObject> query(String expression) {
        JsonObject data = ask("query?query=" + encoded(expression));
        return "vector".equals(data.getString("resultType")) ? objects(data.getJsonArray("result")) : List.of();
    }

    /** The labels of each series that a selector chooses. */
    public List<JsonObject> series(String selector) {
        return objects(new JsonObject(get("series?match[]=" + encoded(selector))).getJsonArray("data"));
    }

    /** Each rule, recording or alerting, as it stands. */
    public List<JsonObject> rules() {
        return objects(ask("rules").getJsonArray("groups")).stream()
                .flatMap(group -> objects(group.getJsonArray("rules")).stream())
                .toList();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int awaitPort() {
        return patiently()
                .alias("Prometheus listens")
                .until(
                        () -> {
                            assertThat(process.isAlive()).as(said()).isTrue();
                            Matcher listens = LISTENS.matcher(said());
                            return said().contains(READY) && listens.find() ? Integer.parseInt(listens.group(1)) : 0;
                        },
                        port -> port > 0);
    }

    private String said() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonObject ask(String path) {
        return new JsonObject(get(path)).getJsonObject("data");
    }

    private String get(String path) {
        try {
            HttpRequest request = HttpRequest.newBuilder(api.resolve(path)).build();
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(200);
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, UTF_8);
    }

    private static List<JsonObject> objects(JsonArray array) {
        return array.stream().map(JsonObject.class::cast).toList();
    }
}
