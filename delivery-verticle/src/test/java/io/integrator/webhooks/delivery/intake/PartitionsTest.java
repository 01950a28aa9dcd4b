package io.integrator.webhooks.delivery.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PartitionsTest {

    private static final TopicPartition PARTITION = new TopicPartition("events", 0);

    private final HandTimers timers = new HandTimers();
    private final Partitions partitions = new Partitions(timers.vertx());

    /** The consumer's thread waits for a hand-over no longer than its own time, whatever the event loop does. */
    @Test
    void onePartitionThatComesBackDuringItsHandOverStays() {
        partitions.assigned(Set.of(PARTITION));
        partitions.track(PARTITION, 7, Instant.now());
        Future<Map<TopicPartition, Long>> handedOver = partitions.revoked(Set.of(PARTITION));
        partitions.assigned(Set.of(PARTITION));

        timers.runOut();

        assertThat(handedOver.succeeded()).isTrue();
        assertThat(partitions.isAssigned(PARTITION)).isTrue();
        assertThat(partitions.track(PARTITION, 7, Instant.now())).isPresent();
    }
}
