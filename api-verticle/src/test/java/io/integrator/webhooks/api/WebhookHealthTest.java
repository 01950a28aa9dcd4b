package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static io.integrator.webhooks.api.ContractClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** How a webhook fares. */
class WebhookHealthTest {

    private final ApiUnderTest api = ApiUnderTest.get();
    private final String integrator = api.integrator();
    private final ContractClient client = api.client(integrator);
    private final String webhook = api.register(client);
    private final RecordedHistory history = new RecordedHistory(api, integrator);
    private final UUID event = history.event("payment.completed", ago(90));

    private Instant ago(int minutes) {
        return history.ago(Duration.ofMinutes(minutes));
    }

    private JsonObject health() {
        return json(client.get(WEBHOOKS + "/" + webhook + "/health"));
    }

    @Test
    void aWebhookThatWasSentNothingIsHealthy() {
        JsonObject health = health();

        assertThat(health).isEqualTo(new JsonObject("""
                                {"state": "healthy", "failureCount": 0, "failingSince": null, "disabledAt": null, "disabledReason": null,
                                 "lastSuccess": null, "lastFailure": null, "owed": 0, "held": 0, "oldestOwedAt": null,
                                 "nextAttemptAt": null, "breaker": {"state": "closed", "probeAt": null},
                                 "lastDay": {"attempts": 0, "successRate": null, "latencyMs": null}}
                                """));
    }

    @Test
    void theLatestSuccessAndTheLatestFailureAreTold() {
        history.answered(webhook, event, ago(80), 200, null);
        String success = history.answered(webhook, event, ago(70), 202, null);
        history.answered(webhook, event, ago(60), 500, null);
        String failure = history.unanswered(webhook, event, ago(50), "connect", "refused");

        JsonObject health = health();

        assertThat(health.getJsonObject("lastSuccess"))
                .isEqualTo(new JsonObject()
                        .put("attemptId", success)
                        .put("at", ago(70).toString())
                        .put("status", 202));
        assertThat(health.getJsonObject("lastFailure"))
                .isEqualTo(new JsonObject()
                        .put("attemptId", failure)
                        .put("at", ago(50).toString())
                        .put("status", null)
                        .put("outcome", "connect")
                        .put("detail", "refused"));
    }

    @Test
    void aStreakMakesItFailing() {
        api.sql(
                "update webhook set failure_count = 3, failing_since = $2 where id = $1",
                UUID.fromString(webhook),
                ago(40).atOffset(ZoneOffset.UTC));

        JsonObject health = health();

        assertThat(health.getString("state")).isEqualTo("failing");
        assertThat(health.getInteger("failureCount")).isEqualTo(3);
        assertThat(health.getString("failingSince")).isEqualTo(ago(40).toString());
    }

    @Test
    void theLastDayIsSummedUp() {
        history.answered(webhook, event, history.ago(Duration.ofHours(25)), 500, null);
        history.answered(webhook, event, history.ago(Duration.ofHours(23)), 200, null);
        history.answered(webhook, event, ago(60), 200, null);
        history.answered(webhook, event, ago(55), 500, null);
        history.unanswered(webhook, event, ago(50), "timeout", "no answer");

        JsonObject day = health().getJsonObject("lastDay");

        assertThat(day)
                .isEqualTo(new JsonObject()
                        .put("attempts", 4)
                        .put("successRate", 0.5)
                        .put("latencyMs", new JsonObject().put("p50", 40).put("p95", 40)));
    }

    @Test
    void whatIsOwedIsCountedWithItsTimes() {
        UUID later = history.event("payment.completed", ago(30));
        Instant nextAt = history.now.plusSeconds(600);
        owe(event, history.now.plusSeconds(900), null);
        owe(later, nextAt, null);
        // On its way: its lease ends before the others are due, and says nothing of the next attempt.
        owe(history.event("payment.completed", ago(20)), history.now.plusSeconds(300), UUID.randomUUID());

        JsonObject health = health();

        assertThat(health.getInteger("owed")).isEqualTo(3);
        assertThat(health.getInteger("held")).isZero();
        assertThat(health.getString("oldestOwedAt")).isEqualTo(ago(90).toString());
        assertThat(health.getString("nextAttemptAt")).isEqualTo(nextAt.toString());
    }

    @Test
    void anOpenBreakerTellsWhenItProbes() {
        Instant probeAt = history.now.plusSeconds(240);
        owe(event, history.now, null);
        api.sql(
                "update lane set probes = 2, waits_until = $2 where webhook_id = $1",
                UUID.fromString(webhook),
                probeAt.atOffset(ZoneOffset.UTC));

        JsonObject health = health();

        assertThat(health.getJsonObject("breaker"))
                .isEqualTo(new JsonObject().put("state", "open").put("probeAt", probeAt.toString()));
        assertThat(health.getString("nextAttemptAt")).isEqualTo(probeAt.toString());
    }

    @Test
    void whatIsOwedToADisabledWebhookIsHeld() {
        owe(event, history.now, null);
        client.patch(WEBHOOKS + "/" + webhook, "{\"disabled\": true}");

        JsonObject health = health();

        assertThat(health.getString("state")).isEqualTo("disabled");
        assertThat(health.getString("disabledReason")).isEqualTo("manual");
        assertThat(health.getString("disabledAt")).isNotNull();
        assertThat(health.getInteger("owed")).isEqualTo(1);
        assertThat(health.getInteger("held")).isEqualTo(1);
        assertThat(health.getString("nextAttemptAt")).isNull();
    }

    private void owe(UUID eventKey, Instant dueAt, UUID lease) {
        api.sql(
                "insert into owed (webhook_id, event_key, number, due_at, lease) values ($1, $2, 1, $3, $4)",
                UUID.fromString(webhook),
                eventKey,
                dueAt.atOffset(ZoneOffset.UTC),
                lease);
    }
}
