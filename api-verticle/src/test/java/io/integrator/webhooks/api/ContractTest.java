package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ContractClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.EventType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The document keeps the published names, and its examples are true. */
class ContractTest {

    private static final JsonObject SCHEMAS =
            ContractClient.DOCUMENT.getJsonObject("components").getJsonObject("schemas");

    private final ApiUnderTest api = ApiUnderTest.get();

    @Test
    void theEventTypesAreThePublishedOnesInTheirOrder() {
        JsonArray documented = SCHEMAS.getJsonObject("EventType").getJsonArray("enum");

        assertThat(documented).isEqualTo(new JsonArray(EventType.wireNames()));
    }

    @Test
    void aWebhookHasTheFivePublishedFields() {
        JsonObject webhook = SCHEMAS.getJsonObject("Webhook");

        assertThat(webhook.getJsonObject("properties").fieldNames())
                .containsExactly("id", "events", "url", "failureCount", "disabled");
        assertThat(webhook.getJsonArray("required"))
                .isEqualTo(new JsonArray(List.of("id", "events", "url", "failureCount", "disabled")));
    }

    @Test
    void everyExampleFitsItsSchema() {
        long examples = verifyExamples(ContractClient.DOCUMENT);

        assertThat(examples).isGreaterThan(15);
    }

    /** Wherever a schema stands next to examples. */
    private static long verifyExamples(Object node) {
        if (node instanceof JsonArray array) {
            return array.stream().mapToLong(ContractTest::verifyExamples).sum();
        }
        if (!(node instanceof JsonObject object)) {
            return 0;
        }
        long verified = 0;
        if (object.getValue("schema") instanceof JsonObject schema
                && object.getValue("examples") instanceof JsonObject examples) {
            for (Map.Entry<String, Object> example : examples) {
                JsonObject described = (JsonObject) example.getValue();
                String reference = described.getString("$ref");
                JsonObject whole = reference == null
                        ? described
                        : (JsonObject) JsonPointer.from(reference.substring(1)).queryJson(ContractClient.DOCUMENT);
                ContractClient.verifyBody(schema, whole.getValue("value"));
                verified++;
            }
        }
        return verified
                + object.stream()
                        .map(Map.Entry::getValue)
                        .mapToLong(ContractTest::verifyExamples)
                        .sum();
    }

    @Test
    void theDocumentIsServedToAnybodyInBothForms() {
        ContractClient anybody = new ContractClient(api.open, null);

        HttpResponse<String> yaml = anybody.get("/openapi.yaml");
        HttpResponse<String> json = anybody.get("/openapi.json");

        assertThat(yaml.statusCode()).isEqualTo(200);
        assertThat(yaml.body()).startsWith("openapi: 3.1.0");
        assertThat(json(json)).isEqualTo(ContractClient.DOCUMENT);
    }

    @Test
    void everyEventTypeComesWithASchemaThatItsExampleFits() {
        HttpResponse<String> response = api.client("anybody").get("/v1/integrator/event-types");

        JsonArray types = json(response).getJsonArray("data");
        assertThat(types.stream().map(type -> ((JsonObject) type).getString("type")))
                .containsExactlyElementsOf(EventType.wireNames());
        for (Object type : types) {
            JsonObject described = (JsonObject) type;
            JsonObject example = described.getJsonObject("example");
            ContractClient.verifyBody(described.getJsonObject("schema"), example);
            assertThat(example.fieldNames())
                    .containsAll(described.getJsonObject("schema").getJsonArray("required").stream()
                            .map(String.class::cast)
                            .toList());
        }
    }
}
