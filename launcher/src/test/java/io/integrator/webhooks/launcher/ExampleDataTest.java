package io.integrator.webhooks.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.EventType;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ExampleDataTest {

    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    @ParameterizedTest
    @EnumSource(EventType.class)
    void anExampleIsOfTheSchemaThatTheApiPublishes(EventType type) throws IOException {
        byte[] data = ExampleData.of(type, new Random(1)).next(NOW);

        OutputUnit result = validator(type).validate(new JsonObject(new String(data, UTF_8)));
        assertThat(result.getValid())
                .as(() -> new String(data, UTF_8) + " " + result.getErrors())
                .isTrue();
        assertThat(JsonObjectBytes.require(data)).isSameAs(data);
    }

    @ParameterizedTest
    @EnumSource(EventType.class)
    void noExampleIsLikeAnother(EventType type) {
        ExampleData examples = ExampleData.of(type, new Random(1));

        assertThat(examples.next(NOW)).isNotEqualTo(examples.next(NOW));
    }

    private static Validator validator(EventType type) throws IOException {
        try (InputStream stream = ExampleData.class.getResourceAsStream("/event-types/" + type.wireName() + ".json")) {
            JsonObject published = new JsonObject(new String(stream.readAllBytes(), UTF_8));
            return Validator.create(
                    JsonSchema.of(published.getJsonObject("schema")),
                    new JsonSchemaOptions()
                            .setDraft(Draft.DRAFT202012)
                            .setOutputFormat(OutputFormat.Basic)
                            .setBaseUri("https://schemas.test/"));
        }
    }
}
