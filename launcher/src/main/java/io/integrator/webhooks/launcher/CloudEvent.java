package io.integrator.webhooks.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.integrator.webhooks.domain.EventType;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A domain event as it goes onto Kafka: CloudEvents 1.0 that names the integrator in an extension. The data's bytes are put
 * in as they are, so that key order and the text of numbers arrive as they were given.
 *
 * @param data a JSON object in UTF-8
 */
public record CloudEvent(String id, EventType type, String integratorId, Instant time, Buffer data) {

    private static final String SOURCE = "/webhooks/publish";
    private static final String CONTENT_TYPE = "content-type";

    /** Everything in the record's value (CloudEvents, Kafka binding 3.3). */
    public ProducerRecord<byte[], byte[]> structured(String topic) {
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(topic, key(), envelope());
        message.headers().add(CONTENT_TYPE, "application/cloudevents+json; charset=UTF-8".getBytes(UTF_8));
        return message;
    }

    /** The attributes in headers, the data as the value (CloudEvents, Kafka binding 3.2). */
    public ProducerRecord<byte[], byte[]> binary(String topic) {
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>(topic, key(), data.getBytes());
        attributes().forEach((name, value) -> message.headers().add("ce_" + name, value.getBytes(UTF_8)));
        message.headers().add(CONTENT_TYPE, "application/json".getBytes(UTF_8));
        return message;
    }

    /** Without the data. */
    @Override
    public String toString() {
        return "CloudEvent[id=" + id + ", type=" + type + ", integratorId=" + integratorId + ", time=" + time + "]";
    }

    private byte[] key() {
        return integratorId.getBytes(UTF_8);
    }

    private byte[] envelope() {
        StringBuilder head = new StringBuilder("{");
        attributes()
                .forEach((name, value) -> head.append('"')
                        .append(name)
                        .append("\":")
                        .append(Json.encode(value))
                        .append(','));
        head.append("\"datacontenttype\":\"application/json\",\"data\":");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(head.toString().getBytes(UTF_8));
        bytes.writeBytes(data.getBytes());
        bytes.write('}');
        return bytes.toByteArray();
    }

    private Map<String, String> attributes() {
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("specversion", "1.0");
        attributes.put("id", id);
        attributes.put("type", type.wireName());
        attributes.put("source", SOURCE);
        attributes.put("time", time.toString());
        attributes.put("integratorid", integratorId);
        return attributes;
    }
}
