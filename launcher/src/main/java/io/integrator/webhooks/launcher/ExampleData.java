package io.integrator.webhooks.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.integrator.webhooks.domain.EventType;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/** Makes up the data of domain events: the example that the API publishes for a type, with fresh ids, times and amounts. */
final class ExampleData {

    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int ID_LENGTH = 12;

    private final JsonObject example;
    private final RandomGenerator random;

    private ExampleData(JsonObject example, RandomGenerator random) {
        this.example = example;
        this.random = random;
    }

    /** Examples of a type. */
    static ExampleData of(EventType type, RandomGenerator random) {
        String resource = "/event-types/" + type.wireName() + ".json";
        try (InputStream stream = ExampleData.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new CommandException("this build has no example for " + type.wireName() + ": give --data");
            }
            JsonObject published = new JsonObject(new String(stream.readAllBytes(), UTF_8));
            return new ExampleData(published.getJsonObject("example"), random);
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " can't be read", e);
        }
    }

    /** A JSON object that is like no other. */
    byte[] next(Instant now) {
        return freshened(example, now.truncatedTo(ChronoUnit.SECONDS)).encode().getBytes(UTF_8);
    }

    private JsonObject freshened(JsonObject object, Instant now) {
        JsonObject fresh = new JsonObject();
        for (Map.Entry<String, Object> member : object) {
            fresh.put(member.getKey(), freshened(member.getKey(), member.getValue(), now));
        }
        return fresh;
    }

    private Object freshened(String name, Object value, Instant now) {
        if (value instanceof JsonObject nested) {
            return freshened(nested, now);
        }
        if (name.endsWith("Id") && value instanceof String id) {
            return id.substring(0, id.indexOf('_') + 1) + freshId();
        }
        if (name.endsWith("At")) {
            return now.toString();
        }
        if (name.equals("value")) {
            return String.format(Locale.ROOT, "%d.%02d", random.nextInt(1, 1000), random.nextInt(100));
        }
        return value;
    }

    private String freshId() {
        return random.ints(ID_LENGTH, 0, ALPHABET.length())
                .mapToObj(index -> ALPHABET.substring(index, index + 1))
                .collect(Collectors.joining());
    }
}
