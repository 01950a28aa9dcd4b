package io.integrator.webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.junit5.VertxExtension;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Sources that take their time, and files that have no end. */
@ExtendWith(VertxExtension.class)
class KeySourceTest {

    /** More than the connections that there can be to one source. */
    private static final int BAD_TIMES = 6;

    private final TokenIssuer issuer = new TokenIssuer("issuer");

    @Test
    void aSourceThatDripsIsReadOnceItAnswers(Vertx vertx) {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = TokensUnderTest.join(vertx.createHttpServer()
                .requestHandler(request -> {
                    if (requests.incrementAndGet() <= BAD_TIMES) {
                        drip(vertx, request);
                    } else {
                        request.response().end(issuer.keySet().encode());
                    }
                })
                .listen(0, "127.0.0.1"));
        URI uri = URI.create("http://127.0.0.1:" + server.actualPort() + "/keys");
        KeySource source = new KeySource(vertx, uri, Duration.ofMillis(200));

        for (int i = 0; i < BAD_TIMES; i++) {
            assertThat(TokensUnderTest.join(source.read().map(true).otherwise(false)))
                    .isFalse();
        }

        assertThat(TokensUnderTest.join(source.read())).hasSize(2);
        assertThat(requests).hasValue(BAD_TIMES + 1);
    }

    /** Says something again and again, and never all of it. */
    private static void drip(Vertx vertx, HttpServerRequest request) {
        request.response().setChunked(true).write("{");
        long timer = vertx.setPeriodic(20, tick -> request.response().write(" "));
        request.response().closeHandler(closed -> vertx.cancelTimer(timer));
        request.response().exceptionHandler(broken -> vertx.cancelTimer(timer));
    }

    @Test
    void aFileThatIsTooLongIsNotRead(Vertx vertx, @TempDir Path directory) throws Exception {
        Path file = directory.resolve("keys.json");
        Files.writeString(file, issuer.keySet().put("x", "y".repeat(256 * 1024)).encode());
        KeySource source = new KeySource(vertx, file.toUri());

        String failure = TokensUnderTest.join(
                source.read().map("read").recover(refused -> Future.succeededFuture(refused.getMessage())));

        assertThat(failure).isEqualTo("it is longer than 262144 bytes");
    }
}
