package io.integrator.webhooks.delivery;

import static io.integrator.webhooks.domain.EventType.PAYMENT_COMPLETED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Offsets that never come, and offsets that begin again: what is there is delivered, and the group's offsets move on. */
class OffsetGapsTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    private Platform platform;
    private EventTopic events;
    private TestSubscriber subscriber;

    @BeforeEach
    void start() {
        platform = new Platform();
        events = platform.events;
        subscriber = platform.startSubscriber();
        platform.register("acme", subscriber.url("/"), PAYMENT_COMPLETED);
    }

    @AfterEach
    void stop() {
        Platform.BACKENDS.startPostgres();
        platform.close();
    }

    @Test
    void transactionsLeaveHolesAndWhatIsAbortedIsNotDelivered() {
        List<String> committed = new ArrayList<>(ids(5));
        events.begin().send(records(0, committed.subList(0, 3))).commit();
        events.begin().send(records(0, ids(4))).abort();
        committed.add(platform.publish(0, PAYMENT_COMPLETED));
        events.begin().send(records(1, ids(2))).abort();
        events.begin().send(records(0, committed.subList(3, 5))).commit();
        events.begin().send(records(0, ids(3))).abort();
        await().atMost(LONG).until(() -> events.offsets(0).size() == committed.size());
        List<Long> offsets = events.offsets(0);

        Platform.Worker worker = platform.startWorker();
        await().atMost(LONG).until(() -> events.committed(0).orElse(0L) > offsets.get(5));
        worker.stop();
        platform.startWorker();
        String last = platform.publish(0, PAYMENT_COMPLETED);

        await().atMost(LONG).until(() -> subscriber.ids().contains(last));
        committed.add(last);
        assertThat(offsets.get(5)).isGreaterThan(5);
        assertThat(subscriber.ids()).containsExactlyInAnyOrderElementsOf(committed);
    }

    @Test
    void whatComesAfterAnOpenTransactionIsDeliveredOnceItEnds() {
        platform.startWorker();
        List<String> open = ids(2);
        EventTopic.Transaction transaction = events.begin().send(records(0, open));
        String behind = platform.publish(0, PAYMENT_COMPLETED);
        String elsewhere = platform.publish(1, PAYMENT_COMPLETED);
        await().atMost(LONG).until(() -> subscriber.ids().contains(elsewhere));

        transaction.abort();

        await().atMost(LONG).until(() -> subscriber.ids().contains(behind));
        assertThat(subscriber.ids()).containsExactly(elsewhere, behind);
    }

    @Test
    void whatCompactionLeavesIsDelivered() {
        events.configure(Map.of(
                "cleanup.policy", "compact",
                "segment.ms", "1000",
                "min.cleanable.dirty.ratio", "0.01",
                "min.compaction.lag.ms", "0"));
        Instant now = Instant.now();
        for (int version = 0; version < 10; version++) {
            for (int key = 0; key < 5; key++) {
                // Each version is as if a segment's time later than the one before.
                events.send(keyed(now.minusSeconds(60).plusSeconds(2L * version), "key" + key, version + "-" + key));
            }
        }
        events.send(keyed(now, "end", "end"));
        await().atMost(LONG)
                .until(() -> events.offsets(0).size() < 51 && events.offsets(0).get(0) > 0);

        platform.startWorker();

        await().atMost(LONG).until(() -> events.committed(0).orElse(0L) == 51);
        assertThat(subscriber.ids())
                .contains("9-0", "9-1", "9-2", "9-3", "9-4", "end")
                .hasSizeLessThan(51)
                .doesNotHaveDuplicates();
    }

    @Test
    void whatRetentionLeftBetweenTwoRunsIsDelivered() {
        Platform.Worker worker = platform.startWorker();
        List<String> delivered = publish(0, 3);
        await().atMost(LONG).until(() -> events.committed(0).orElse(0L) == 3);
        worker.stop();
        publish(0, 10);
        delivered.addAll(publish(0, 2));
        events.deleteBefore(0, 13);

        platform.startWorker();

        await().atMost(LONG).until(() -> events.committed(0).orElse(0L) == 15);
        assertThat(subscriber.ids()).containsExactlyInAnyOrderElementsOf(delivered);
    }

    @Test
    void everythingMayGoBetweenTwoRuns() {
        Platform.Worker worker = platform.startWorker();
        List<String> delivered = publish(0, 3);
        await().atMost(LONG).until(() -> events.committed(0).orElse(0L) == 3);
        worker.stop();
        publish(0, 5);
        events.deleteBefore(0, 8);

        platform.startWorker();
        delivered.addAll(publish(0, 1));

        await().atMost(LONG).until(() -> events.committed(0).orElse(0L) == 9);
        assertThat(subscriber.ids()).containsExactlyInAnyOrderElementsOf(delivered);
    }

    @Test
    void whatRetentionTakesFromUnderAWorkerThatIsBehindIsPassedOver() {
        platform.with("WEBHOOKS_WORKER_UNSETTLED", "10").startWorker();
        List<String> first = publish(0, 1);
        await().atMost(LONG).until(() -> events.committed(0).orElse(0L) == 1);
        Platform.BACKENDS.stopPostgres();
        // More than the consumer reads ahead.
        List<String> large = IntStream.range(0, 300)
                .mapToObj(i -> UUID.randomUUID().toString())
                .toList();
        large.forEach(id -> platform.publishRaw(0, padded(id)));
        events.deleteBefore(0, 291);

        Platform.BACKENDS.startPostgres();

        await().atMost(LONG).until(() -> events.committed(0).orElse(0L) == 301);
        await().atMost(LONG).until(() -> new HashSet<>(subscriber.ids()).containsAll(large.subList(290, 300)));
        assertThat(subscriber.ids()).containsAll(first).doesNotContain(large.get(289));
    }

    @Test
    void aTopicThatIsMadeAnewIsReadFromItsBeginning() {
        platform.startWorker();
        List<String> delivered = publish(0, 20);
        delivered.addAll(publish(1, 3));
        await().atMost(LONG).until(() -> platform.committed() == 23);

        events.delete();
        await().atMost(LONG).until(() -> !events.exists());
        events.create();
        delivered.addAll(publish(0, 5));
        delivered.addAll(publish(1, 4));
        delivered.addAll(publish(2, 1));

        await().atMost(LONG).until(() -> new HashSet<>(subscriber.ids()).containsAll(delivered));
        await().atMost(LONG).until(() -> events.committed().equals(Map.of(0, 5L, 1, 4L, 2, 1L)));
        assertThat(subscriber.ids()).containsExactlyInAnyOrderElementsOf(delivered);
    }

    @Test
    void aTopicThatIsMadeAfterTheWorkersStartIsRead() {
        events.delete();
        await().atMost(LONG).until(() -> !events.exists());
        platform.startWorker();

        events.create();
        List<String> delivered = publish(0, 2);
        delivered.addAll(publish(3, 2));

        await().atMost(LONG).until(() -> events.committed().equals(Map.of(0, 2L, 3, 2L)));
        assertThat(subscriber.ids()).containsExactlyInAnyOrderElementsOf(delivered);
    }

    private List<String> publish(int partition, int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(platform.publish(partition, PAYMENT_COMPLETED));
        }
        return ids;
    }

    private static List<String> ids(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> UUID.randomUUID().toString())
                .toList();
    }

    private List<ProducerRecord<byte[], byte[]>> records(int partition, List<String> ids) {
        return ids.stream()
                .map(id -> new ProducerRecord<byte[], byte[]>(
                        events.name(),
                        partition,
                        null,
                        Platform.record("acme", id, PAYMENT_COMPLETED).getBytes(UTF_8)))
                .toList();
    }

    private ProducerRecord<byte[], byte[]> keyed(Instant at, String key, String id) {
        return new ProducerRecord<>(
                events.name(),
                0,
                at.toEpochMilli(),
                key.getBytes(UTF_8),
                Platform.record("acme", id, PAYMENT_COMPLETED).getBytes(UTF_8));
    }

    private static String padded(String id) {
        String padding = "x".repeat(50_000);
        return Platform.record("acme", id, PAYMENT_COMPLETED)
                .replace("\"amount\"", "\"padding\":\"" + padding + "\",\"amount\"");
    }
}
