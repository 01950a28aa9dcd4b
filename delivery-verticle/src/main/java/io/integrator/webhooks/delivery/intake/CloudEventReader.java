package io.integrator.webhooks.delivery.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.EventBody;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * Reads domain events from Kafka records: CloudEvents 1.0 in structured and in binary mode, by the Kafka protocol binding.
 * A record that tells neither mode is read as structured. The bytes of {@code data} are kept as the producer wrote them.
 */
final class CloudEventReader {

    /** The largest {@code data}, in bytes ({@code policy.md}: limits). */
    static final int MAXIMUM_DATA_BYTES = 64 * 1024;

    private static final String STRUCTURED = "application/cloudevents+json";
    private static final String BATCH = "application/cloudevents-batch";
    private static final String BINARY_PREFIX = "ce_";
    private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,256}");
    private static final int LONGEST_INTEGRATOR = 128;

    private final TimeOrderedIds keys;

    CloudEventReader(TimeOrderedIds keys) {
        this.keys = keys;
    }

    /** Attributes by name, and the data's bytes. */
    private record Envelope(Map<String, String> attributes, Buffer data) {

        /** Without the data. */
        @Override
        public String toString() {
            return "Envelope[attributes=" + attributes.keySet() + "]";
        }
    }

    /**
     * The event that a record with these headers and this value holds.
     *
     * @throws RefusedRecordException when it holds none, with the reason
     */
    DomainEvent read(Headers headers, byte[] value) throws RefusedRecordException {
        Envelope envelope = envelopeOf(headers, value);
        Map<String, String> attributes = envelope.attributes;
        if (!"1.0".equals(attributes.get("specversion"))) {
            throw new RefusedRecordException("specversion is not 1.0");
        }
        required(attributes, "source");
        String id = required(attributes, "id");
        if (!ID.matcher(id).matches()) {
            throw new RefusedRecordException("id is not 1 to 256 characters of visible ASCII");
        }
        String integratorId = required(attributes, "integratorid");
        if (integratorId.length() > LONGEST_INTEGRATOR || integratorId.indexOf('\0') >= 0) {
            throw new RefusedRecordException("integratorid is not 1 to " + LONGEST_INTEGRATOR + " characters");
        }
        EventType type = EventType.ofWireName(required(attributes, "type"))
                .orElseThrow(() -> new RefusedRecordException("type is none of the known types"));
        Instant time = Rfc3339.parse(required(attributes, "time"))
                .orElseThrow(() -> new RefusedRecordException("time is not a timestamp of RFC 3339"));
        Buffer body = bodyOf(id, type, time, envelope.data);
        return new DomainEvent(keys.next(), integratorId, id, type, time, body);
    }

    private static Envelope envelopeOf(Headers headers, byte[] value) throws RefusedRecordException {
        String contentType = text(headers.lastHeader("content-type"));
        if (contentType != null && contentType.startsWith(BATCH)) {
            throw new RefusedRecordException("batches of events are not taken");
        }
        boolean binary = headers.lastHeader(BINARY_PREFIX + "specversion") != null;
        boolean structured = contentType != null && contentType.startsWith(STRUCTURED);
        requireUtf8(value);
        return binary && !structured ? binary(headers, value, contentType) : structured(value);
    }

    private static Envelope binary(Headers headers, byte[] value, String contentType) throws RefusedRecordException {
        Map<String, String> attributes = new HashMap<>();
        for (Header header : headers) {
            if (header.key().startsWith(BINARY_PREFIX)) {
                attributes.put(header.key().substring(BINARY_PREFIX.length()), text(header));
            }
        }
        if (contentType != null && !isJson(contentType)) {
            throw new RefusedRecordException("data is not JSON by its content-type");
        }
        return new Envelope(attributes, objectIn(value));
    }

    private static Envelope structured(byte[] value) throws RefusedRecordException {
        try (JsonMembers members = new JsonMembers(value)) {
            Map<String, String> attributes = new HashMap<>();
            byte[] data = null;
            while (members.next()) {
                if ("data".equals(members.name())) {
                    if (!members.isObject()) {
                        throw new RefusedRecordException("data is not a JSON object");
                    }
                    data = members.rawValue();
                } else if ("data_base64".equals(members.name())) {
                    throw new RefusedRecordException("data is not JSON but base64");
                } else {
                    attributes.put(members.name(), members.textValue());
                }
            }
            if (data == null) {
                throw new RefusedRecordException("data is missing");
            }
            String dataType = attributes.get("datacontenttype");
            if (dataType != null && !isJson(dataType)) {
                throw new RefusedRecordException("data is not JSON by its datacontenttype");
            }
            return new Envelope(attributes, Buffer.buffer(data));
        } catch (JsonProcessingException e) {
            throw new RefusedRecordException("the record is not a JSON object"
                    + (e.getLocation() == null
                            ? ""
                            : ": malformed at byte " + e.getLocation().getByteOffset()));
        } catch (IOException e) {
            throw new RefusedRecordException("the record is not a JSON object");
        }
    }

    private static Buffer objectIn(byte[] value) throws RefusedRecordException {
        try (JsonMembers members = new JsonMembers(value)) {
            while (members.next()) {
                members.rawValue();
            }
            return Buffer.buffer(new String(value, UTF_8).strip());
        } catch (IOException e) {
            throw new RefusedRecordException("data is not a JSON object");
        }
    }

    private static Buffer bodyOf(String id, EventType type, Instant time, Buffer data) throws RefusedRecordException {
        if (data.length() > MAXIMUM_DATA_BYTES) {
            throw new RefusedRecordException("data has " + data.length() + " bytes, more than " + MAXIMUM_DATA_BYTES);
        }
        return EventBody.of(id, type, time, data);
    }

    private static String required(Map<String, String> attributes, String name) throws RefusedRecordException {
        String value = attributes.get(name);
        if (value == null || value.isBlank()) {
            throw new RefusedRecordException(name + " is missing");
        }
        return value;
    }

    private static boolean isJson(String contentType) {
        String mediaType = contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        return mediaType.equals("application/json") || mediaType.endsWith("+json");
    }

    private static void requireUtf8(byte[] bytes) throws RefusedRecordException {
        if (isAscii(bytes)) {
            return;
        }
        try {
            UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
        } catch (CharacterCodingException e) {
            throw new RefusedRecordException("the record is not UTF-8");
        }
    }

    /** Most records are, and decoding them takes ten times as long. */
    private static boolean isAscii(byte[] bytes) {
        int all = 0;
        for (byte one : bytes) {
            all |= one;
        }
        return all >= 0;
    }

    private static String text(Header header) {
        return header == null || header.value() == null ? null : new String(header.value(), UTF_8);
    }
}
