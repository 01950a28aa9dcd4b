package io.integrator.webhooks.delivery.lifecycle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.integrator.webhooks.bus.LifecycleEvent;
import io.integrator.webhooks.domain.LifecycleNews;
import io.vertx.core.json.JsonObject;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Writes news as CloudEvents 1.0 in structured mode, as {@code asyncapi.yaml} has them. */
final class LifecycleRecord {

    private static final String SOURCE = "integrator-webhooks";
    private static final String MEDIA_TYPE = "application/cloudevents+json; charset=UTF-8";

    private LifecycleRecord() {}

    /** The webhook is the key, so that one webhook's news stays in order. */
    static ProducerRecord<byte[], byte[]> of(String topic, LifecycleEvent event) {
        LifecycleNews news = event.news();
        JsonObject cloudEvent = new JsonObject()
                .put("specversion", "1.0")
                .put("id", event.id().toString())
                .put("source", SOURCE)
                .put("type", news.type().wireName())
                .put("subject", news.webhookId().toString())
                .put("time", event.occurredAt().toString())
                .put("integratorid", news.integratorId())
                .put("datacontenttype", "application/json")
                .put("data", news.data());
        ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(
                topic,
                news.webhookId().toString().getBytes(UTF_8),
                cloudEvent.encode().getBytes(UTF_8));
        record.headers().add("content-type", MEDIA_TYPE.getBytes(UTF_8));
        return record;
    }
}
