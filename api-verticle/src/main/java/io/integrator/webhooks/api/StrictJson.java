package io.integrator.webhooks.api;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads a body as JSON (RFC 8259) and finds what parsers usually let pass: a name that occurs twice in an object, nesting
 * without end, and texts that a database can't keep. Reads one body; not to be used again.
 */
final class StrictJson {

    private static final int MAXIMUM_DEPTH = 32;

    /** More than any request needs; a body of faults by the ten thousand would hold up the event loop for seconds. */
    private static final int MAXIMUM_VALUES = 1_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAXIMUM_DEPTH)
                    .build())
            .build();

    /** U+0000, and surrogates that aren't one of a pair: the regular expression takes a pair for one character. */
    private static final Pattern UNKEEPABLE = Pattern.compile("[\\x00\\x{D800}-\\x{DFFF}]");

    private final List<Fault> faults = new ArrayList<>();
    private int values;

    private StrictJson() {}

    /**
     * A body and what is wrong with it.
     *
     * @param value  a JsonObject, JsonArray, String, Number, Boolean or null; to be ignored when {@code whole} is false
     * @param whole  whether it could be read to its end
     * @param faults in the order in which they occur
     */
    record Reading(Object value, boolean whole, List<Fault> faults) {

        /** Without the value: urls, header fields and payloads may be in it. */
        @Override
        public String toString() {
            return "Reading[whole=" + whole + ", faults=" + faults + "]";
        }
    }

    /** Reads a body. */
    static Reading read(Buffer body) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body.getBytes()))
                    .toString();
        } catch (CharacterCodingException e) {
            return unreadable("is not UTF-8");
        }
        return new StrictJson().read(text);
    }

    private Reading read(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            parser.nextToken();
            Object value = value(parser, "");
            if (values > MAXIMUM_VALUES) {
                return unreadable("has more than " + MAXIMUM_VALUES + " values");
            }
            if (parser.nextToken() != null) {
                return unreadable("has something after its end" + place(parser));
            }
            return new Reading(value, true, faults);
        } catch (JsonProcessingException e) {
            boolean tooDeep = e instanceof StreamConstraintsException;
            return unreadable(
                    tooDeep
                            ? "is nested deeper than " + MAXIMUM_DEPTH + " levels, or has a number that is too long"
                            : "is not well-formed JSON (line %d, column %d)"
                                    .formatted(
                                            e.getLocation().getLineNr(),
                                            e.getLocation().getColumnNr()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Reading unreadable(String detail) {
        return new Reading(null, false, List.of(new Fault("", detail)));
    }

    private static String place(JsonParser parser) {
        return " (line %d, column %d)"
                .formatted(
                        parser.currentTokenLocation().getLineNr(),
                        parser.currentTokenLocation().getColumnNr());
    }

    private Object value(JsonParser parser, String pointer) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == null) {
            faults.add(new Fault(pointer, "is required"));
            return null;
        }
        values++;
        return switch (token) {
            case START_OBJECT -> object(parser, pointer);
            case START_ARRAY -> array(parser, pointer);
            case VALUE_STRING -> text(parser.getText(), pointer);
            case VALUE_NUMBER_INT -> parser.getNumberValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            default -> null;
        };
    }

    private JsonObject object(JsonParser parser, String pointer) throws IOException {
        JsonObject object = new JsonObject();
        while (values <= MAXIMUM_VALUES && parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            String member = Fault.pointerTo(pointer, name);
            if (object.containsKey(name)) {
                faults.add(new Fault(member, "occurs more than once"));
            }
            text(name, member);
            parser.nextToken();
            object.put(name, value(parser, member));
        }
        return object;
    }

    private JsonArray array(JsonParser parser, String pointer) throws IOException {
        JsonArray array = new JsonArray();
        while (values <= MAXIMUM_VALUES && parser.nextToken() != JsonToken.END_ARRAY) {
            array.add(value(parser, pointer + "/" + array.size()));
        }
        return array;
    }

    private String text(String text, String pointer) {
        if (UNKEEPABLE.matcher(text).find()) {
            faults.add(new Fault(pointer, "must not contain U+0000 or an unpaired surrogate"));
        }
        return text;
    }
}
