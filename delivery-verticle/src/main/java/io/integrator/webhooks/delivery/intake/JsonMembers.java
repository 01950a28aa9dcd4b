package io.integrator.webhooks.delivery.intake;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.Closeable;
import java.io.IOException;
import java.util.Arrays;

/** Walks the members of a JSON object in UTF-8 and gives their values' very bytes. Strict: a name that comes twice is refused. */
final class JsonMembers implements Closeable {

    private static final int DEEPEST = 100;

    /** The first byte of one in UTF-8, which the parser would pass over and the payload then carry on. */
    private static final byte BYTE_ORDER_MARK = (byte) 0xef;

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEEPEST).build())
            .build();

    private final byte[] json;
    private final JsonParser parser;
    private String name;
    private int start;

    /** @throws IOException when the bytes don't begin with an object */
    JsonMembers(byte[] json) throws IOException {
        this.json = json;
        this.parser = JSON.createParser(json);
        if ((json.length > 0 && json[0] == BYTE_ORDER_MARK)
                || parser.nextToken() != JsonToken.START_OBJECT
                || parser.currentTokenLocation().getByteOffset() < 0) {
            throw new JsonParseException(parser, "it does not begin with {");
        }
    }

    /** Goes to the next member; false after the last, when nothing but white space may follow. */
    boolean next() throws IOException {
        if (parser.nextToken() == JsonToken.END_OBJECT) {
            if (parser.nextToken() != null) {
                throw new JsonParseException(parser, "something follows the object");
            }
            return false;
        }
        name = parser.currentName();
        parser.nextToken();
        start = (int) parser.currentTokenLocation().getByteOffset();
        return true;
    }

    String name() {
        return name;
    }

    boolean isObject() {
        return parser.currentToken() == JsonToken.START_OBJECT;
    }

    /** The bytes of an object or array; of a scalar it only makes sure that it is well formed, and gives nothing. */
    byte[] rawValue() throws IOException {
        if (!parser.currentToken().isStructStart()) {
            parser.finishToken();
            return new byte[0];
        }
        parser.skipChildren();
        return Arrays.copyOfRange(json, start, (int) parser.currentLocation().getByteOffset());
    }

    /** The value as text, as an attribute of a CloudEvent is; null when it is null, an object or an array. */
    String textValue() throws IOException {
        if (parser.currentToken().isStructStart()) {
            parser.skipChildren();
            return null;
        }
        return parser.currentToken() == JsonToken.VALUE_NULL ? null : parser.getText();
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
