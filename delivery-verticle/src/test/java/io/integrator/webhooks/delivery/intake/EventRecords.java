package io.integrator.webhooks.delivery.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.integrator.webhooks.domain.DomainEvent;
import java.nio.charset.Charset;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Records as producers write them, sound unless a test damages them. */
final class EventRecords {

    static final String HEAD = "{\"specversion\":\"1.0\",\"id\":\"evt-1\",\"type\":\"payment.completed\","
            + "\"source\":\"/payments\",\"time\":\"2026-11-23T10:00:00Z\",\"integratorid\":\"acme\"";
    static final String EVENT = HEAD + ",\"data\":{\"a\":1}}";
    static final Map<String, String> STRUCTURED = Map.of("content-type", "application/cloudevents+json");
    static final Map<String, String> BINARY = Map.of(
            "ce_specversion", "1.0",
            "ce_id", "evt-1",
            "ce_type", "payment.completed",
            "ce_source", "/payments",
            "ce_time", "2026-11-23T10:00:00Z",
            "ce_integratorid", "acme",
            "content-type", "application/json");

    private EventRecords() {}

    /** A copy of the headers in which one has another value, or is missing where that is null. */
    static Map<String, String> with(Map<String, String> headers, String name, String value) {
        Map<String, String> changed = new TreeMap<>(headers);
        if (value == null) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        return changed;
    }

    static ConsumerRecord<byte[], byte[]> record(Map<String, String> headers, String value) {
        return record(headers, value, UTF_8);
    }

    static ConsumerRecord<byte[], byte[]> record(Map<String, String> headers, String value, Charset charset) {
        return record(headers, value.getBytes(charset));
    }

    static ConsumerRecord<byte[], byte[]> record(Map<String, String> headers, byte[] value) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("domain-events", 0, 1, null, value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
        return record;
    }

    static DomainEvent read(CloudEventReader reader, ConsumerRecord<byte[], byte[]> record)
            throws RefusedRecordException {
        return reader.read(record.headers(), record.value());
    }
}
