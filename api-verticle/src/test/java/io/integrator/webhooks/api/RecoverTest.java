package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static io.integrator.webhooks.api.ContractClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asking for what a webhook didn't get; what is then taken up is {@code RecoveryStoreTest}'s. */
class RecoverTest {

    private final ApiUnderTest api = ApiUnderTest.get();
    private final String integrator = api.integrator();
    private final ContractClient client = api.client(integrator);
    private final String id = api.register(client);
    private final String path = WEBHOOKS + "/" + id + "/recover";

    @Test
    void whatWasMissedIsOwedAndCounted() {
        api.sql("select ensure_day(now()::date)");
        api.sql("""
                insert into event (integrator_id, key, id, type, occurred_at, body)
                select $1, uuid_at(now() - interval '1 minute'), 'before', 'payment.completed', now(), '{}'""", integrator);

        HttpResponse<String> recovered = client.post(path, request(Instant.now().minusSeconds(3_600), "missed"));
        HttpResponse<String> again = client.post(path, request(Instant.now().minusSeconds(3_600), "missed"));

        assertThat(recovered.statusCode()).isEqualTo(202);
        assertThat(recovered.body()).isEqualTo("{\"recovered\":1,\"skipped\":0,\"more\":false}");
        assertThat(json(again).getInteger("recovered")).isZero();
        assertThat(api.sql("select 1 from owed where webhook_id = $1", UUID.fromString(id)))
                .hasSize(1);
    }

    @Test
    void nothingIsTakenUpForAWebhookThatIsDisabledAndTheAnswerSaysWhatToDo() {
        client.patch(WEBHOOKS + "/" + id, "{\"disabled\": true}");

        HttpResponse<String> refused = client.post(path, request(Instant.now().minusSeconds(60), "failed"));

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(json(refused).getString("detail")).contains("enable it first");
    }

    @Test
    void nothingIsSkippedForAWebhookThatIsNotDisabled() {
        HttpResponse<String> refused =
                client.post(path, "{\"since\": \"2026-01-01T00:00:00Z\", \"only\": \"held\", \"skip\": true}");

        assertThat(refused.statusCode()).isEqualTo(409);
    }

    @Test
    void whatIsHeldIsSkippedAndCountedApart() {
        client.patch(WEBHOOKS + "/" + id, "{\"disabled\": true}");

        HttpResponse<String> skipped =
                client.post(path, "{\"since\": \"2026-01-01T00:00:00Z\", \"only\": \"held\", \"skip\": true}");

        assertThat(skipped.statusCode()).isEqualTo(202);
        assertThat(skipped.body()).isEqualTo("{\"recovered\":0,\"skipped\":0,\"more\":false}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"only\": \"failed\"}|/since|is required",
                "{\"since\": \"2026-01-01T00:00:00Z\"}|/only|is required",
                "{\"since\": \"yesterday\", \"only\": \"failed\"}|/since|must be a time such as 2026-11-24T09:30:00Z",
                "{\"since\": \"2026-01-01\", \"only\": \"failed\"}|/since|must be a time such as 2026-11-24T09:30:00Z",
                "{\"since\": \"9999-01-01T00:00:00Z\", \"only\": \"failed\"}|/since|must not be in the future",
                "{\"since\": \"2026-01-02T00:00:00Z\", \"until\": \"2026-01-01T00:00:00Z\", \"only\": \"failed\"}|/until|must be later than since",
                "{\"since\": \"2026-01-01T00:00:00Z\", \"only\": \"all\"}|/only|must be one of failed, held, missed",
                "{\"since\": \"2026-01-01T00:00:00Z\", \"only\": \"missed\", \"skip\": true}|/skip|is for what is held: only must be held",
                "{\"since\": \"2026-01-01T00:00:00Z\", \"only\": \"missed\", \"types\": [\"webhook.test\"]}|/types/0|must be one of account.created, account.updated, account.deleted, payment.created, payment.updated, payment.completed, payment.refunded, verification.status.updated, capabilities.updated",
            })
    void aRequestThatIsNoneIsToldWhy(String body, String pointer, String detail) {
        HttpResponse<String> refused = client.post(path, body);

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).getJsonArray("errors"))
                .containsExactly(new JsonObject().put("pointer", pointer).put("detail", detail));
    }

    @ParameterizedTest
    @CsvSource({"-999999999-01-01T00:00:00+18:00", "0000-01-01T00:00:00Z"})
    void aTimeBeforeAllTimesIsTheBeginning(String since) {
        HttpResponse<String> recovered = client.post(path, "{\"since\": \"" + since + "\", \"only\": \"missed\"}");

        assertThat(recovered.statusCode()).isEqualTo(202);
    }

    @Test
    void aTimeAfterAllTimesIsTheEnd() {
        HttpResponse<String> recovered = client.post(
                path,
                "{\"since\": \"2026-01-01T00:00:00Z\", \"until\": \"+999999999-12-31T23:59:59Z\", \"only\": \"missed\"}");

        assertThat(recovered.statusCode()).isEqualTo(202);
    }

    @Test
    void anothersWebhookAndOneThatNeverWasAreTheSame() {
        String anothers = api.register(api.client(api.integrator()));
        String body = request(Instant.now().minusSeconds(60), "missed");

        HttpResponse<String> ofAnother = client.post(WEBHOOKS + "/" + anothers + "/recover", body);
        HttpResponse<String> ofNobody = client.post(WEBHOOKS + "/" + UUID.randomUUID() + "/recover", body);

        assertThat(ofAnother.statusCode()).isEqualTo(404);
        assertThat(ofNobody.statusCode()).isEqualTo(404);
    }

    private static String request(Instant since, String only) {
        return new JsonObject().put("since", since.toString()).put("only", only).encode();
    }
}
