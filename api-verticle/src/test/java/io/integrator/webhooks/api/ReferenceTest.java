package io.integrator.webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rendered reference, as a client reads it and as a browser shows it. */
class ReferenceTest {

    private final ApiUnderTest api = ApiUnderTest.get();
    private final ContractClient stranger = new ContractClient(api.open, null);

    @ParameterizedTest
    @CsvSource({
        "/docs, text/html, no-cache",
        "/docs/swagger-ui-bundle.js, text/javascript, 'public, max-age=3600'",
        "/docs/swagger-ui.css, text/css, 'public, max-age=3600'",
        "/docs/reference.js, text/javascript, 'public, max-age=3600'"
    })
    void thePageAndItsPartsAreForEverybodyAndRunNothingInline(String path, String mediaType, String caching) {
        var response = stranger.get(path);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).contains(mediaType);
        assertThat(response.headers().firstValue("cache-control")).contains(caching);
        assertThat(response.headers().firstValue("x-content-type-options")).contains("nosniff");
        assertThat(response.headers().firstValue("content-security-policy").orElseThrow())
                .contains("default-src 'self'", "connect-src 'self'")
                .doesNotContain("unsafe");
        assertThat(response.body()).isNotBlank();
    }

    @ParameterizedTest
    @CsvSource({"/docs/index.html", "/docs/unheard-of", "/docs/..%2Fopenapi.yaml", "/docs/swagger-ui.js"})
    void nothingElseOfTheClassPathIsServed(String path) {
        var response = stranger.get(path);

        assertThat(response.statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/docs", "/docs/"})
    void aBrowserShowsEveryOperationAndHasNothingToComplainOf(String path, @TempDir Path profile) throws Exception {
        Optional<Path> chromium = onThePath("chromium");
        assumeTrue(chromium.isPresent(), "no chromium on the PATH, so nobody looks at /docs; install Debian's package");
        Path page = profile.resolve("page.html");
        Path log = profile.resolve("log");

        Process browser = new ProcessBuilder(
                        chromium.get().toString(),
                        "--headless=new",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--user-data-dir=" + profile.resolve("profile"),
                        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
                        "--enable-logging=stderr",
                        "--virtual-time-budget=20000",
                        "--dump-dom",
                        api.open + path)
                .redirectOutput(page.toFile())
                .redirectError(log.toFile())
                .start();
        try {
            assertThat(browser.waitFor(60, TimeUnit.SECONDS)).as("ended").isTrue();
        } finally {
            browser.destroyForcibly().waitFor();
        }

        assertThat(Files.readString(page)).contains(operations());
        assertThat(Files.readString(log)).doesNotContain(":CONSOLE");
    }

    /** As the page names what it shows. */
    private static List<String> operations() {
        List<String> names = new ArrayList<>();
        for (Map.Entry<String, Object> path : ContractClient.DOCUMENT.getJsonObject("paths")) {
            for (Map.Entry<String, Object> member : (JsonObject) path.getValue()) {
                if (member.getValue() instanceof JsonObject operation) {
                    names.add("-" + operation.getString("operationId") + "\"");
                }
            }
        }
        return names;
    }

    private static Optional<Path> onThePath(String program) {
        return Stream.of(System.getenv("PATH").split(":", -1))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
