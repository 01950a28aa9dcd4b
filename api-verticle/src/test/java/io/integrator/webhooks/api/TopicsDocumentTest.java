package io.integrator.webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.domain.LifecycleType;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.json.pointer.JsonPointer;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The document of the Kafka topics is whole: it names what there is, its references lead somewhere, its examples are true. */
class TopicsDocumentTest {

    private static final String TEXT = text();
    private static final JsonObject DOCUMENT = Contract.parse(Buffer.buffer(TEXT));

    private final ApiUnderTest api = ApiUnderTest.get();

    @Test
    void itIsServedToAnybody() {
        HttpResponse<String> response = new ContractClient(api.open, null).get("/asyncapi.yaml");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(TEXT).startsWith("asyncapi: 3.0.0");
    }

    @Test
    void everyReferenceLeadsSomewhere() {
        List<String> references = references(DOCUMENT).toList();

        assertThat(references).hasSizeGreaterThan(40);
        assertThat(references)
                .allSatisfy(reference ->
                        assertThat(pointed(reference)).as(reference).isNotNull());
    }

    @Test
    void everyMessageHasExamplesThatFitItsSchemas() {
        JsonObject messages = (JsonObject) pointed("#/components/messages");

        assertThat(messages.fieldNames()).hasSize(11);
        messages.forEach(message -> verifyExamples(message.getKey(), (JsonObject) message.getValue()));
    }

    @Test
    void anExampleWithAFieldThatIsNotDocumentedDoesNotFit() {
        JsonObject message = (JsonObject) pointed("#/components/messages/WebhookDisabled");
        JsonObject example = message.getJsonArray("examples")
                .getJsonObject(0)
                .getJsonObject("payload")
                .copy();

        example.getJsonObject("data").put("url", "https://example.com/?key=s3cret");

        assertThat(faults(message.getJsonObject("payload"), example)).isNotEmpty();
    }

    @Test
    void theTypesAreThoseThatThereAre() {
        List<String> lifecycle = ((JsonObject) pointed("#/channels/webhookLifecycle/messages"))
                .stream()
                        .map(message -> ((JsonObject) message.getValue()).getString("$ref"))
                        .map(reference -> ((JsonObject) pointed(reference)).getJsonArray("examples"))
                        .map(examples -> examples.getJsonObject(0)
                                .getJsonObject("payload")
                                .getString("type"))
                        .toList();

        assertThat(lifecycle).containsExactlyElementsOf(LifecycleType.wireNames());
        assertThat(pointed("#/components/schemas/EventType/enum")).isEqualTo(new JsonArray(EventType.wireNames()));
    }

    private static void verifyExamples(String name, JsonObject message) {
        assertThat(message.getJsonArray("examples")).as(name).isNotEmpty();
        for (Object each : message.getJsonArray("examples")) {
            JsonObject example = (JsonObject) each;
            assertThat(faults(message.getJsonObject("headers"), example.getJsonObject("headers")))
                    .as("headers of %s", name)
                    .isEmpty();
            assertThat(faults(message.getJsonObject("payload"), example.getValue("payload")))
                    .as("payload of %s", name)
                    .isEmpty();
        }
    }

    private static List<?> faults(JsonObject schema, Object value) {
        JsonObject whole = schema.copy()
                .put("components", DOCUMENT.getJsonObject("components").copy());
        JsonSchemaOptions options = new JsonSchemaOptions()
                .setBaseUri("https://topics.example.com")
                .setDraft(Draft.DRAFT202012)
                .setOutputFormat(OutputFormat.Basic);
        List<?> errors =
                Validator.create(JsonSchema.of(whole), options).validate(value).getErrors();
        return errors == null ? List.of() : errors;
    }

    private static Stream<String> references(Object node) {
        if (node instanceof JsonArray array) {
            return array.stream().flatMap(TopicsDocumentTest::references);
        }
        if (!(node instanceof JsonObject object)) {
            return Stream.empty();
        }
        return Stream.concat(
                Stream.ofNullable(object.getValue("$ref")).map(String.class::cast),
                object.stream().map(Map.Entry::getValue).flatMap(TopicsDocumentTest::references));
    }

    private static Object pointed(String reference) {
        return JsonPointer.from(reference.substring(1)).queryJson(DOCUMENT);
    }

    private static String text() {
        try (InputStream yaml =
                TopicsDocumentTest.class.getClassLoader().getResourceAsStream(Contract.TOPICS_RESOURCE)) {
            return Buffer.buffer(yaml.readAllBytes()).toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
