package io.integrator.webhooks.delivery.intake;

import io.integrator.webhooks.domain.DomainEvent;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record, the event in it, and what is to be told once it is settled. */
record Taken(ConsumerRecord<byte[], RecordValue> record, DomainEvent event, Runnable settle) {}
