package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static io.integrator.webhooks.api.ContractClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was sent to a webhook, and what came of it. */
class AttemptsTest {

    private final ApiUnderTest api = ApiUnderTest.get();
    private final String integrator = api.integrator();
    private final ContractClient client = api.client(integrator);
    private final String webhook = api.register(client);
    private final RecordedHistory history = new RecordedHistory(api, integrator);
    private final UUID payment = history.event("pay-1", "payment.completed", ago(50), "{\"amount\": 1.0}");

    private Instant ago(int minutes) {
        return history.ago(Duration.ofMinutes(minutes));
    }

    private String attempts(String query) {
        return WEBHOOKS + "/" + webhook + "/attempts" + query;
    }

    @Test
    void theListTellsOfEachAttemptNewestFirst() {
        String failed = history.unanswered(webhook, payment, ago(50), "timeout", "no answer within 15 s");
        String answered = history.answered(webhook, payment, ago(49), 204, null);

        HttpResponse<String> response = client.get(attempts(""));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response))
                .isEqualTo(new JsonObject()
                        .put(
                                "data",
                                new JsonArray()
                                        .add(new JsonObject()
                                                .put("id", answered)
                                                .put("eventId", "pay-1")
                                                .put("type", "payment.completed")
                                                .put("number", 1)
                                                .put("trigger", "first")
                                                .put("outcome", "ok")
                                                .put("status", 204)
                                                .put("detail", null)
                                                .put("startedAt", ago(49).toString())
                                                .put("durationMs", 40)
                                                .put("retryAt", null))
                                        .add(new JsonObject()
                                                .put("id", failed)
                                                .put("eventId", "pay-1")
                                                .put("type", "payment.completed")
                                                .put("number", 1)
                                                .put("trigger", "retry")
                                                .put("outcome", "timeout")
                                                .put("status", null)
                                                .put("detail", "no answer within 15 s")
                                                .put("startedAt", ago(50).toString())
                                                .put("durationMs", 15_000)
                                                .put(
                                                        "retryAt",
                                                        ago(50).plusSeconds(5).toString())))
                        .put("next", null));
    }

    @Test
    void aWebhookThatWasSentNothingHasAnEmptyPage() {
        HttpResponse<String> response = client.get(attempts(""));

        assertThat(json(response))
                .isEqualTo(new JsonObject().put("data", new JsonArray()).put("next", null));
    }

    @Test
    void pagesStayWhereTheyAreWhileAttemptsAreAdded() {
        List<String> made = new ArrayList<>();
        for (int minute = 45; minute > 38; minute--) {
            made.add(history.answered(webhook, payment, ago(minute), 200, null));
        }
        List<String> read = new ArrayList<>();
        String next = "";

        for (int minute = 30; next != null; minute--) {
            JsonObject page = json(client.get(attempts("?limit=2" + (next.isEmpty() ? "" : "&cursor=" + next))));
            read.addAll(ids(page));
            next = page.getString("next");
            history.answered(webhook, payment, ago(minute), 200, null);
        }

        Collections.reverse(made);
        assertThat(read).isEqualTo(made);
    }

    @Test
    void aPageThatTakesAllIsTheLast() {
        history.answered(webhook, payment, ago(45), 200, null);
        history.answered(webhook, payment, ago(44), 200, null);

        JsonObject page = json(client.get(attempts("?limit=2")));

        assertThat(ids(page)).hasSize(2);
        assertThat(page.getString("next")).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "?outcome=ok, 0 4",
        "?outcome=timeout, 1 3",
        "?outcome=timeout&limit=1, 3",
        "?outcome=http_status, 2",
        "?outcome=tls, ''",
        "?type=account.created, 2 3",
        "?type=webhook.test, 4",
        "?type=account.deleted, ''",
        "?type=account.created&outcome=timeout, 3",
        "?eventId=pay-1, 0 1",
        "?eventId=pay-1&outcome=ok, 0",
        "?eventId=pay-1&type=account.created, ''",
        "?eventId=pay-1&limit=1, 1",
        "?eventId=pay-2, ''",
    })
    void onlyWhatIsAskedForIsListed(String query, String expected) {
        UUID account = history.event("acc-1", "account.created", ago(30), "{}");
        UUID test = history.event("test-1", "webhook.test", ago(20), "{}");
        List<String> made = List.of(
                history.answered(webhook, payment, ago(50), 200, null),
                history.unanswered(webhook, payment, ago(49), "timeout", "no answer"),
                history.answered(webhook, account, ago(30), 503, null),
                history.unanswered(webhook, account, ago(29), "timeout", "no answer"),
                history.answered(webhook, test, ago(20), 200, null));

        HttpResponse<String> response = client.get(attempts(query));

        assertThat(response.statusCode()).isEqualTo(200);
        List<Integer> listed =
                ids(json(response)).stream().map(made::indexOf).sorted().toList();
        assertThat(listed.stream()
                        .map(String::valueOf)
                        .reduce((a, b) -> a + " " + b)
                        .orElse(""))
                .isEqualTo(expected);
    }

    @Test
    void sinceIsIncludedAndUntilIsNot() {
        history.answered(webhook, payment, ago(45), 200, null);
        String first = history.answered(webhook, payment, ago(44), 200, null);
        String second = history.answered(webhook, payment, ago(43), 500, null);
        history.answered(webhook, payment, ago(42), 200, null);

        List<String> either = ids(json(client.get(attempts("?until=" + ago(42) + "&since=" + ago(44)))));
        List<String> failed =
                ids(json(client.get(attempts("?outcome=http_status&since=" + ago(44) + "&until=" + ago(42)))));
        List<String> ofEvent = ids(json(client.get(attempts("?eventId=pay-1&since=" + ago(44) + "&until=" + ago(42)))));

        assertThat(either).containsExactly(second, first);
        assertThat(failed).containsExactly(second);
        assertThat(ofEvent).containsExactly(second, first);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?since=2026-11-24T10:00:00Z&until=2026-11-24T09:00:00Z",
                "?since=%2B999999999-12-31T23:59:59Z",
                "?until=-999999999-01-01T00:00:00Z",
                "?until=1969-12-31T23:59:59.999999999Z",
                "?since=%2B100000-01-01T00:00:00Z&until=%2B300000000-01-01T00:00:00Z",
            })
    void timesBetweenWhichNothingCanBeAreAnEmptyPage(String query) {
        history.answered(webhook, payment, ago(45), 200, null);

        HttpResponse<String> response = client.get(attempts(query));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(ids(json(response))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "?outcome=failed, query/outcome",
        "?outcome=, query/outcome",
        "?type=payment, query/type",
        "?eventId=, query/eventId",
        "?eventId=%00, query/eventId",
        "?eventId=%ED%A0%80, query/eventId",
        "?since=yesterday, query/since",
        "?since=2026-11-24, query/since",
        "?until=2026-13-24T09:30:00Z, query/until",
        "?until=%00, query/until",
        "?limit=0, query/limit",
        "?limit=101, query/limit",
        "?limit=99999999999999999999, query/limit",
        "?cursor=x, query/cursor",
        "?outcome=ok&outcome=ok, query/outcome",
        "?status=500, query/status",
    })
    void aWrongFilterIsNamed(String query, String pointer) {
        HttpResponse<String> response = client.get(attempts(query));

        assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
        assertThat(json(response).getJsonArray("errors").getJsonObject(0).getString("pointer"))
                .isEqualTo(pointer);
    }

    @Test
    void aTimeOfAThousandCharactersIsRefused() {
        HttpResponse<String> response = client.get(attempts("?since=" + "2".repeat(1_000)));

        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void anAttemptWhoseEventIsKeptNoLongerIsStillThere() {
        String attempt = history.answered(webhook, payment, ago(45), 500, "oops");
        api.sql("delete from event where integrator_id = $1", integrator);

        JsonObject listed = json(client.get(attempts(""))).getJsonArray("data").getJsonObject(0);
        JsonObject single = json(client.get(attempts("/" + attempt)));

        assertThat(listed.getString("id")).isEqualTo(attempt);
        assertThat(listed.getString("eventId")).isNull();
        assertThat(listed.getString("type")).isNull();
        assertThat(single.getJsonObject("request")).isNull();
        assertThat(single.getString("response")).isEqualTo("oops");
    }

    private static List<String> ids(JsonObject page) {
        return page.getJsonArray("data").stream()
                .map(attempt -> ((JsonObject) attempt).getString("id"))
                .toList();
    }
}
