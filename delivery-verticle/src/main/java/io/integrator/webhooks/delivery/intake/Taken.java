package io.integrator.webhooks.delivery.intake;

import io.integrator.webhooks.domain.DomainEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** A record, the event in it, and what is to be told once it is settled. */
record Taken(ConsumerRecord<byte[], RecordValue> record, DomainEvent event, Runnable settle) {

    /** Where the record is from. */
    TopicPartition partition() {
        return new TopicPartition(record.topic(), record.partition());
    }
}
