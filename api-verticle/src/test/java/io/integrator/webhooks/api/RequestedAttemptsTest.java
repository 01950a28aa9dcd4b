package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static io.integrator.webhooks.api.ContractClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.bus.Addresses;
import io.integrator.webhooks.bus.RequestSettled;
import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.store.EventStore;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests and resends, with the worker's part played here: what it reads, and the rows that its journal writes. */
class RequestedAttemptsTest {

    private final ApiUnderTest api = ApiUnderTest.get();
    private final TimeOrderedIds ids = new TimeOrderedIds(InstantSource.system());
    private final String integrator = api.integrator();
    private final ContractClient client = api.client(integrator);
    private final String webhook = api.register(client);

    @ParameterizedTest
    @CsvSource({"200, ok", "500, http_status"})
    void aTestIsAnsweredWithItsAttemptOnceThatIsRecorded(int status, String outcome) {
        CompletableFuture<HttpResponse<String>> asked = CompletableFuture.supplyAsync(() -> test(webhook));
        Row request = awaitRequest("test");
        UUID attempt = record(request, outcome, status);

        publishSettled(request);

        HttpResponse<String> response = asked.join();
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).getString("id")).isEqualTo(attempt.toString());
        assertThat(json(response).getString("type")).isEqualTo("webhook.test");
        assertThat(json(response).getString("trigger")).isEqualTo("test");
        assertThat(json(response).getString("outcome")).isEqualTo(outcome);
        assertThat(json(response).getInteger("status")).isEqualTo(status);
    }

    @Test
    void anAttemptOfWhichNoNewsComesIsFoundAllTheSame() {
        CompletableFuture<HttpResponse<String>> asked = CompletableFuture.supplyAsync(() -> test(webhook));

        UUID attempt = record(awaitRequest("test"), "ok", 204);

        assertThat(json(asked.join()).getString("id")).isEqualTo(attempt.toString());
    }

    @Test
    void anAttemptOfAWorkerWhoseClockIsBehindIsFoundToo() {
        CompletableFuture<HttpResponse<String>> asked = CompletableFuture.supplyAsync(() -> test(webhook));
        Row request = awaitRequest("test");
        UUID earlier = TimeOrderedIds.leastAt(
                TimeOrderedIds.instantOf(request.getUUID("event_key")).minusSeconds(1));

        record(request, earlier, "ok", 204);

        assertThat(json(asked.join()).getString("id")).isEqualTo(earlier.toString());
    }

    @Test
    void whatIsSentAsATestNamesTheWebhookInTheFormOfAllEvents() {
        CompletableFuture<HttpResponse<String>> asked = CompletableFuture.supplyAsync(() -> test(webhook));
        Row request = awaitRequest("test");
        Row event = api.sql("select id, type, body from event where key = $1", request.getUUID("event_key"))
                .iterator()
                .next();
        record(request, "ok", 200);
        publishSettled(request);
        String eventId = json(asked.join()).getString("eventId");

        JsonObject body = event.getBuffer("body").toJsonObject();
        assertThat(body.fieldNames()).containsExactly("id", "type", "timestamp", "data");
        assertThat(body.getString("id")).isEqualTo(event.getString("id")).isEqualTo(eventId);
        assertThat(body.getString("type")).isEqualTo(event.getString("type")).isEqualTo("webhook.test");
        assertThat(body.getJsonObject("data")).isEqualTo(new JsonObject().put("webhookId", webhook));
    }

    @Test
    void aTestThatNoWorkerTakesIsAnsweredWith503AndNotSentLater() {
        HttpResponse<String> response = test(webhook);

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("retry-after")).hasValue("10");
        assertThat(requests()).isZero();
    }

    @Test
    void aTestThatIsDroppedIsWaitedForNoLonger() {
        CompletableFuture<HttpResponse<String>> asked = CompletableFuture.supplyAsync(() -> test(webhook));
        Row request = awaitRequest("test");
        api.sql("delete from requested_attempt where id = $1", request.getUUID("id"));

        publishSettled(request);

        // The wait for an attempt is half as long again.
        await().atMost(Duration.ofSeconds(2)).until(asked::isDone);
        assertThat(asked.join().statusCode()).isEqualTo(503);
    }

    @Test
    void aResendIsTakenForTheNewestEventOfTheId() {
        record(eventOf("evt-1"));
        // An id may come again on another day.
        UUID yesterday = TimeOrderedIds.leastAt(Instant.now().minusSeconds(86_400));
        record(new DomainEvent(
                yesterday, integrator, "evt-1", EventType.PAYMENT_CREATED, Instant.now(), Buffer.buffer("{}")));
        UUID newest = api.sql("select key from event where integrator_id = $1 order by key desc limit 1", integrator)
                .iterator()
                .next()
                .getUUID("key");

        HttpResponse<String> response = resend(webhook, "evt-1");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(json(response).getString("eventId")).isEqualTo("evt-1");
        assertThat(json(response).getString("webhookId")).isEqualTo(webhook);
        Row request = awaitRequest("manual");
        assertThat(request.getUUID("event_key")).isEqualTo(newest);
        assertThat(Instant.parse(json(response).getString("requestedAt")))
                .isEqualTo(request.getOffsetDateTime("requested_at").toInstant());
    }

    @Test
    void anIdWithASlashIsTakenFromThePath() {
        record(eventOf("evt/1"));

        HttpResponse<String> response = resend(webhook, "evt%2F1");

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(json(response).getString("eventId")).isEqualTo("evt/1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/test", "/events/evt-1/resend"})
    void nothingIsAskedOfADisabledWebhook(String operation) {
        record(eventOf("evt-1"));
        client.patch(WEBHOOKS + "/" + webhook, "{\"disabled\": true}");

        HttpResponse<String> response = ask(webhook, operation);

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(json(response).getString("detail")).contains("PATCH it with disabled: false");
        assertThat(requests()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/test", "/events/evt-1/resend"})
    void anothersWebhookAndOneThatNeverWasAreTheSame(String operation) {
        record(eventOf("evt-1"));
        String anothers = api.register(api.client(api.integrator()));
        String nobodys = UUID.randomUUID().toString();

        HttpResponse<String> ofAnother = ask(anothers, operation);
        HttpResponse<String> ofNobody = ask(nobodys, operation);

        assertThat(ofAnother.statusCode()).isEqualTo(404);
        assertThat(json(ofAnother).getString("resourceType")).isEqualTo("webhook");
        assertThat(anonymous(ofAnother, anothers)).isEqualTo(anonymous(ofNobody, nobodys));
    }

    @Test
    void anothersEventAndOneThatNeverWasAreTheSame() {
        String stranger = api.integrator();
        record(new DomainEvent(
                ids.next(), stranger, "evt-a", EventType.PAYMENT_CREATED, Instant.now(), Buffer.buffer("{}")));

        HttpResponse<String> ofAnother = resend(webhook, "evt-a");
        HttpResponse<String> ofNobody = resend(webhook, "evt-n");

        assertThat(ofAnother.statusCode()).isEqualTo(404);
        assertThat(json(ofAnother).getString("resourceType")).isEqualTo("event");
        assertThat(json(ofAnother).getString("resourceId")).isEqualTo("evt-a");
        assertThat(anonymous(ofAnother, "evt-a")).isEqualTo(anonymous(ofNobody, "evt-n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"%00", "%FF", "%ED%A0%80", "%20", "%F0%9F%92%A5", "99999999999999999999999999"})
    void whatCannotBeAnIdIsTheIdOfNoEvent(String id) {
        HttpResponse<String> response = resend(webhook, id);

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(json(response).getString("resourceType")).isEqualTo("event");
    }

    @Test
    void noMoreIsAskedOfAWebhookThanIsMade() {
        record(eventOf("evt-1"));
        api.sql("""
                insert into requested_attempt (id, webhook_id, event_key, trigger)
                select gen_random_uuid(), $1, gen_random_uuid(), 'manual' from generate_series(1, 100)
                """, UUID.fromString(webhook));

        HttpResponse<String> response = resend(webhook, "evt-1");

        assertThat(response.statusCode()).isEqualTo(409);
        assertThat(json(response).getString("detail")).contains("100");
        assertThat(requests()).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/test", "/events/evt-1/resend"})
    void readingIsNotEnoughToAsk(String operation) {
        ContractClient reader = api.client(api.open, integrator, "webhooks:read");

        HttpResponse<String> response = reader.send("POST", WEBHOOKS + "/" + webhook + operation, null);

        assertThat(response.statusCode()).isEqualTo(403);
    }

    private HttpResponse<String> test(String id) {
        return ask(id, "/test");
    }

    private HttpResponse<String> resend(String id, String event) {
        return ask(id, "/events/" + event + "/resend");
    }

    private HttpResponse<String> ask(String id, String operation) {
        return client.send("POST", WEBHOOKS + "/" + id + operation, null);
    }

    private DomainEvent eventOf(String id) {
        return new DomainEvent(
                ids.next(), integrator, id, EventType.PAYMENT_CREATED, Instant.now(), Buffer.buffer("{}"));
    }

    private void record(DomainEvent event) {
        api.pool
                .withTransaction(connection -> EventStore.insert(connection, List.of(event)))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }

    private long requests() {
        return api.sql("select count(*) from requested_attempt where webhook_id = $1", UUID.fromString(webhook))
                .iterator()
                .next()
                .getLong(0);
    }

    private Row awaitRequest(String trigger) {
        String query = "select * from requested_attempt where webhook_id = $1 and trigger = $2";
        return await().until(() -> api.sql(query, UUID.fromString(webhook), trigger), rows -> rows.size() == 1)
                .iterator()
                .next();
    }

    /** As a worker's journal does it; gives the attempt's id. */
    private UUID record(Row request, String outcome, int status) {
        UUID attempt = ids.next();
        record(request, attempt, outcome, status);
        return attempt;
    }

    private void record(Row request, UUID attempt, String outcome, int status) {
        api.sql(
                """
                with gone as (delete from requested_attempt where id = $1)
                insert into attempt (webhook_id, id, event_key, number, trigger, outcome, status, duration_ms)
                values ($2, $3, $4, 1, 'test', $5, $6, 7)
                """,
                request.getUUID("id"),
                request.getUUID("webhook_id"),
                attempt,
                request.getUUID("event_key"),
                outcome,
                (short) status);
    }

    private void publishSettled(Row request) {
        api.vertx.eventBus().publish(Addresses.SETTLED_REQUESTS, new RequestSettled(request.getUUID("id")));
    }

    private static String anonymous(HttpResponse<String> response, String id) {
        return response.statusCode()
                + response.headers().map().toString()
                + response.body().replace(id, "ID").replaceAll("urn:uuid:[0-9a-f-]+", "INSTANCE");
    }
}
