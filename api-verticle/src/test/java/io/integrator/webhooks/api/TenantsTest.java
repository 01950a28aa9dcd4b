package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static io.integrator.webhooks.api.ContractClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On every path of the document that has an id in it, another integrator's id is answered as one that never was. */
class TenantsTest {

    private static final ApiUnderTest API = ApiUnderTest.get();
    private static final Tenant OTHER = new Tenant(API);
    private static final Tenant OWN = new Tenant(API);

    static Stream<DocumentedOperation> operations() {
        return DocumentedOperation.onAnIntegratorsOwn().stream();
    }

    @ParameterizedTest
    @MethodSource("operations")
    void anothersIdsAreAnsweredAsThoseThatNeverWere(DocumentedOperation operation) {
        Map<String, String> nobodys = Tenant.nobodysIds();

        HttpResponse<String> ofAnother = operation.ask(OWN.client, OTHER.ids());
        HttpResponse<String> ofNobody = operation.ask(OWN.client, nobodys);

        assertThat(ofAnother.statusCode()).isEqualTo(404);
        assertThat(anonymous(ofAnother, OTHER.ids())).isEqualTo(anonymous(ofNobody, nobodys));
    }

    static Stream<DocumentedOperation> operationsBelowAWebhook() {
        return operations().filter(operation -> operation.path().matches(".*webhookId.*(eventId|attemptId).*"));
    }

    @ParameterizedTest
    @MethodSource("operationsBelowAWebhook")
    void anothersIdsBelowAnOwnWebhookAreAnsweredAsThoseThatNeverWere(DocumentedOperation operation) {
        Map<String, String> others = belowOwnWebhook(OTHER.ids());
        Map<String, String> nobodys = belowOwnWebhook(Tenant.nobodysIds());

        HttpResponse<String> ofAnother = operation.ask(OWN.client, others);
        HttpResponse<String> ofNobody = operation.ask(OWN.client, nobodys);

        assertThat(ofAnother.statusCode()).isEqualTo(404);
        assertThat(anonymous(ofAnother, others)).isEqualTo(anonymous(ofNobody, nobodys));
    }

    static Stream<DocumentedOperation> changes() {
        return operations().filter(operation -> operation.method().equals("PATCH"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void noStateOfAnothersIsFoundOutByAskingForIt(DocumentedOperation operation) {
        String path = operation.path().replace("{webhookId}", OTHER.webhook());
        String tag = OTHER.client.get(path).headers().firstValue("etag").orElseThrow();

        List<HttpResponse<String>> answers = Stream.of(tag, "*", "\"another\"")
                .map(ifMatch -> operation.ask(OWN.client, OTHER.ids(), "If-Match", ifMatch))
                .toList();

        assertThat(answers).extracting(HttpResponse::statusCode).containsOnly(404);
    }

    @Test
    void whateverSomebodyTriesLeavesAnothersAsItWas() {
        List<String> paths = operations()
                .filter(operation -> operation.method().equals("GET"))
                .map(operation -> filled(operation.path()))
                .toList();
        List<String> before = paths.stream().map(TenantsTest::othersAnswer).toList();

        operations().forEach(operation -> operation.ask(OWN.client, OTHER.ids()));

        assertThat(paths.stream().map(TenantsTest::othersAnswer).toList()).isEqualTo(before);
        assertThat(before).allMatch(answer -> answer.startsWith("200"));
        assertThat(API.sql(
                        "select 1 from requested_attempt join webhook w on w.id = webhook_id where w.integrator_id = $1",
                        OTHER.integrator))
                .isEmpty();
    }

    @Test
    void anIdempotencyKeyOfAnothersIsAFreeOne() {
        String key = "shared-" + OTHER.integrator;
        HttpResponse<String> first = create(OTHER.client, key, "{\"url\": \"" + ApiUnderTest.URL + "\"}");

        HttpResponse<String> same = create(OWN.client, key, "{\"url\": \"" + ApiUnderTest.URL + "\"}");
        HttpResponse<String> ofAThird = create(
                API.client(API.integrator()), key, "{\"url\": \"" + ApiUnderTest.URL + "/else\", \"events\": []}");

        assertThat(List.of(first, same, ofAThird))
                .extracting(HttpResponse::statusCode)
                .containsOnly(200);
        assertThat(List.of(first, same, ofAThird))
                .extracting(answer -> json(answer).getString("id"))
                .doesNotHaveDuplicates();
    }

    private static HttpResponse<String> create(ContractClient client, String key, String body) {
        return client.send("POST", WEBHOOKS, body, "Content-Type", "application/json", "Idempotency-Key", key);
    }

    private static String othersAnswer(String path) {
        HttpResponse<String> response = OTHER.client.get(path);
        return response.statusCode() + response.body();
    }

    private static String filled(String path) {
        String filled = path;
        for (Map.Entry<String, String> id : OTHER.ids().entrySet()) {
            filled = filled.replace("{" + id.getKey() + "}", id.getValue());
        }
        return filled;
    }

    private static Map<String, String> belowOwnWebhook(Map<String, String> ids) {
        Map<String, String> below = new HashMap<>(ids);
        below.put("webhookId", OWN.webhook());
        return below;
    }

    private static String anonymous(HttpResponse<String> response, Map<String, String> ids) {
        String text = response.statusCode() + response.body().replaceAll("urn:uuid:[0-9a-f-]+", "INSTANCE");
        for (Map.Entry<String, String> id : ids.entrySet()) {
            text = text.replace(id.getValue(), id.getKey());
        }
        return text + response.headers().map().keySet();
    }
}
