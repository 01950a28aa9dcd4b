package io.integrator.webhooks.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.standardwebhooks.Webhook;
import io.integrator.webhooks.signing.WebhookSecret;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is sent here is signed by an implementation of Standard Webhooks that isn't ours. */
class SubscriberTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final String BODY = "{\"type\":\"payment.completed\",\"data\":{\"amount\":1.0}}";
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final WebhookSecret secret = WebhookSecret.generate();
    private final Vertx vertx = Vertx.vertx();
    private final LinkedBlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();

    @AfterEach
    void close() {
        Await.result(vertx.close(), LIMIT, "closing");
    }

    @Test
    void aGoodSignatureIsVerified() throws Exception {
        int port = listen(List.of(secret), 200);

        int status = post(port, "msg_1", NOW, sign(secret, "msg_1", NOW, BODY), BODY);

        JsonObject told = new JsonObject(next().json());
        assertThat(status).isEqualTo(200);
        assertThat(told)
                .isEqualTo(new JsonObject()
                        .put("webhookId", "msg_1")
                        .put("timestamp", NOW.getEpochSecond())
                        .put("type", "payment.completed")
                        .put("verified", true)
                        .put("body", BODY)
                        .put("status", 200));
    }

    @Test
    void eitherOfTwoSecretsVerifies() throws Exception {
        int port = listen(List.of(WebhookSecret.generate(), secret), 200);

        post(port, "msg_1", NOW, sign(secret, "msg_1", NOW, BODY), BODY);

        assertThat(next().verdict()).isEqualTo(SignatureCheck.Verdict.VERIFIED);
    }

    @Test
    void anotherBodyIsRefused() throws Exception {
        int port = listen(List.of(secret), 200);

        post(port, "msg_1", NOW, sign(secret, "msg_1", NOW, BODY), BODY.replace("1.0", "1.00"));

        assertThat(next().verdict()).isEqualTo(SignatureCheck.Verdict.WRONG_SIGNATURE);
    }

    @Test
    void anotherSecretIsRefused() throws Exception {
        int port = listen(List.of(secret), 200);

        post(port, "msg_1", NOW, sign(WebhookSecret.generate(), "msg_1", NOW, BODY), BODY);

        assertThat(next().verdict()).isEqualTo(SignatureCheck.Verdict.WRONG_SIGNATURE);
    }

    @Test
    void anOldTimestampIsRefused() throws Exception {
        int port = listen(List.of(secret), 200);
        Instant old = NOW.minusSeconds(301);

        post(port, "msg_1", old, sign(secret, "msg_1", old, BODY), BODY);

        assertThat(next().verdict()).isEqualTo(SignatureCheck.Verdict.TOO_OLD_OR_NEW);
    }

    @Test
    void aTimestampFiveMinutesAheadIsStillTaken() throws Exception {
        int port = listen(List.of(secret), 200);
        Instant ahead = NOW.plusSeconds(300);

        post(port, "msg_1", ahead, sign(secret, "msg_1", ahead, BODY), BODY);

        assertThat(next().verdict()).isEqualTo(SignatureCheck.Verdict.VERIFIED);
    }

    @Test
    void withoutASecretNothingIsSaidToBeVerified() throws Exception {
        int port = listen(List.of(), 200);

        post(port, "msg_1", NOW, sign(secret, "msg_1", NOW, BODY), BODY);

        Arrival arrival = next();
        assertThat(arrival.readable()).contains("not verified").contains(BODY);
        assertThat(new JsonObject(arrival.json()).getValue("verified")).isNull();
    }

    @Test
    void whatIsNoWebhookIsToldToo() throws Exception {
        int port = listen(List.of(secret), 200);

        HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(uri(port))
                                .POST(BodyPublishers.ofString("hello"))
                                .build(),
                        BodyHandlers.discarding());

        JsonObject told = new JsonObject(next().json());
        assertThat(told.getBoolean("verified")).isFalse();
        assertThat(told.getString("body")).isEqualTo("hello");
        assertThat(told.getValue("type")).isNull();
    }

    @Test
    void theStatusMayBeChanged() throws Exception {
        Subscriber subscriber = subscriber(List.of(), 500);
        int port = Await.result(subscriber.listen("127.0.0.1", 0), LIMIT, "listening");

        int before = post(port, "msg_1", NOW, "v1,x", BODY);
        subscriber.answer(204);
        int after = post(port, "msg_1", NOW, "v1,x", BODY);

        assertThat(List.of(before, after)).containsExactly(500, 204);
    }

    private int listen(List<WebhookSecret> secrets, int status) {
        return Await.result(subscriber(secrets, status).listen("127.0.0.1", 0), LIMIT, "listening");
    }

    private Subscriber subscriber(List<WebhookSecret> secrets, int status) {
        InstantSource clock = InstantSource.fixed(NOW);
        return new Subscriber(vertx, new SignatureCheck(secrets, clock), clock, status, Duration.ZERO, arrivals::add);
    }

    private static String sign(WebhookSecret by, String id, Instant at, String body) throws Exception {
        return new Webhook(by.text()).sign(id, at.getEpochSecond(), body);
    }

    private static int post(int port, String id, Instant at, String signature, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(uri(port))
                .header("webhook-id", id)
                .header("webhook-timestamp", Long.toString(at.getEpochSecond()))
                .header("webhook-signature", signature)
                .POST(BodyPublishers.ofString(body, UTF_8))
                .build();
        return HttpClient.newHttpClient()
                .send(request, BodyHandlers.discarding())
                .statusCode();
    }

    private static URI uri(int port) {
        return URI.create("http://127.0.0.1:" + port + "/any/path");
    }

    private Arrival next() throws InterruptedException {
        Arrival arrival = arrivals.poll(LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(arrival).as("an arrival").isNotNull();
        return arrival;
    }
}
