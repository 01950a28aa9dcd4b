package io.integrator.webhooks.delivery.intake;

import io.integrator.webhooks.domain.DomainEvent;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** What a record has for a value: its bytes, and the event in them or why there is none. */
final class RecordValue {

    private static final RecordValue NONE = refused(null, "the record has no value");

    private final byte[] bytes;
    private final DomainEvent event;
    private final String refusal;

    private RecordValue(byte[] bytes, DomainEvent event, String refusal) {
        this.bytes = bytes;
        this.event = event;
        this.refusal = refusal;
    }

    static RecordValue ofEvent(byte[] bytes, DomainEvent event) {
        return new RecordValue(bytes, event, "");
    }

    static RecordValue refused(byte[] bytes, String reason) {
        return new RecordValue(bytes, null, reason);
    }

    /** That of a record as it was consumed: Kafka has nothing read where there is no value. */
    static RecordValue of(ConsumerRecord<byte[], RecordValue> record) {
        return record.value() == null ? NONE : record.value();
    }

    /** As the producer sent them; null when the record has no value. */
    byte[] bytes() {
        return bytes;
    }

    /** Empty when the value is no domain event. */
    Optional<DomainEvent> event() {
        return Optional.ofNullable(event);
    }

    /** Why there is no event; empty when there is one. */
    String refusal() {
        return refusal;
    }
}
