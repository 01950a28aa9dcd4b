package io.integrator.webhooks.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/** Looks whether bytes are one JSON object in UTF-8, without changing any. */
final class JsonObjectBytes {

    private static final JsonFactory JSON = new JsonFactory();

    private JsonObjectBytes() {}

    /**
     * Gives the same bytes.
     *
     * @throws IllegalArgumentException when they are anything else; the message says what
     */
    static byte[] require(byte[] bytes) {
        String text = decode(bytes);
        if (text.startsWith("\uFEFF")) {
            throw new IllegalArgumentException("it starts with a byte order mark");
        }
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException("it is not a JSON object");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw new IllegalArgumentException("something follows the JSON object");
            }
            return bytes;
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "it is not JSON at line %d, column %d: %s"
                            .formatted(
                                    e.getLocation().getLineNr(), e.getLocation().getColumnNr(), e.getOriginalMessage()),
                    e);
        } catch (IOException e) {
            throw new IllegalArgumentException("it can't be read: " + e.getMessage(), e);
        }
    }

    /** Strict, unlike the JSON library, which would take UTF-16 for what it isn't and let broken UTF-8 through. */
    private static String decode(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("it is not UTF-8", e);
        }
    }
}
