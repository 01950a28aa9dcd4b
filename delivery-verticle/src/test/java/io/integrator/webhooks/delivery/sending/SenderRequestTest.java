package io.integrator.webhooks.delivery.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.Attempt;
import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.domain.Outcome.Blame;
import io.integrator.webhooks.domain.OutcomeCode;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SenderRequestTest {

    private final Wire wire = new Wire(Duration.ofSeconds(10));

    @AfterEach
    void close() {
        wire.close();
    }

    @Test
    void theRequestIsWhatTheContractSays() {
        CompletableFuture<MultiMap> headers = new CompletableFuture<>();
        CompletableFuture<Buffer> body = new CompletableFuture<>();
        List<String> line = new CopyOnWriteArrayList<>();
        int port = wire.http(request -> {
            line.add(request.method() + " " + request.uri());
            headers.complete(request.headers());
            request.bodyHandler(whole -> {
                body.complete(whole);
                request.response().end();
            });
        });

        Attempt attempt = wire.send("http://localhost:" + port + "/hooks/a%20b?x=1&y=%26");

        assertThat(attempt.outcome().code()).isEqualTo(OutcomeCode.OK);
        assertThat(line).containsExactly("POST /hooks/a%20b?x=1&y=%26");
        assertThat(body.join()).hasToString(SendingFixture.BODY);
        MultiMap sent = headers.join();
        assertThat(sent.names().stream().map(name -> name.toLowerCase(Locale.ROOT)))
                .containsExactlyInAnyOrder(
                        "host",
                        "content-length",
                        "webhook-id",
                        "webhook-timestamp",
                        "webhook-signature",
                        "content-type",
                        "user-agent");
        assertThat(sent.get("host")).isEqualTo("localhost:" + port);
        assertThat(sent.get("webhook-id")).isEqualTo("evt-1");
        assertThat(sent.get("content-type")).isEqualTo("application/json");
        assertThat(sent.get("user-agent")).isEqualTo("integrator-webhooks/test");
        long timestamp = Long.parseLong(sent.get("webhook-timestamp"));
        assertThat(timestamp).isEqualTo(attempt.startedAt().getEpochSecond());
        assertThat(Wire.signer()
                        .verifies(
                                sent.get("webhook-signature"),
                                "evt-1",
                                timestamp,
                                body.join().getBytes()))
                .isTrue();
    }

    @Test
    void theIntegratorsOwnFieldsAreSentAndStandForNoneOfOurs() {
        CompletableFuture<MultiMap> headers = new CompletableFuture<>();
        int port = wire.http(request -> {
            headers.complete(request.headers());
            request.response().end();
        });
        Map<String, String> own = Map.of("Authorization", "Basic abc", "X-Team", "pay ments", "USER-AGENT", "theirs");

        wire.send(SendingFixture.target("http://127.0.0.1:" + port + "/", own));

        MultiMap sent = headers.join();
        assertThat(sent.getAll("authorization")).containsExactly("Basic abc");
        assertThat(sent.getAll("x-team")).containsExactly("pay ments");
        assertThat(sent.getAll("user-agent")).containsExactly("integrator-webhooks/test");
    }

    @Test
    void aUrlWithoutAPathIsPostedToTheRoot() {
        List<String> uris = new CopyOnWriteArrayList<>();
        int port = wire.http(request -> {
            uris.add(request.uri());
            request.response().end();
        });

        wire.send("http://127.0.0.1:" + port);
        wire.send("http://127.0.0.1:" + port + "?a=b");

        assertThat(uris).containsExactly("/", "/?a=b");
    }

    @Test
    void aRedirectIsNotFollowed() {
        AtomicInteger requests = new AtomicInteger();
        int port = wire.http(request -> {
            requests.incrementAndGet();
            request.response()
                    .setStatusCode(307)
                    .putHeader("location", "/elsewhere")
                    .end();
        });

        assertThat(wire.send(port).outcome().code()).isEqualTo(OutcomeCode.REDIRECT);
        assertThat(requests).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://10.0.0.1/",
                "http://[::1]:80/",
                "http://169.254.169.254/latest",
                "http://[::ffff:10.0.0.1]/"
            })
    void anAddressThatIsNotAllowedIsBlocked(String url) {
        Outcome outcome = wire.send(url).outcome();

        assertThat(outcome.code()).isEqualTo(OutcomeCode.BLOCKED);
        assertThat(((Outcome.Unanswered) outcome).blame()).isEqualTo(Blame.SUBSCRIBER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://127.0.0.1/", "http://user@127.0.0.1/", "not a url"})
    void aUrlThatIsNotTakenAnyMoreIsBlocked(String url) {
        assertThat(wire.send(url).outcome().code()).isEqualTo(OutcomeCode.BLOCKED);
    }
}
