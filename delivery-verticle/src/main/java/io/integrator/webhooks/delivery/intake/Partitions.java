package io.integrator.webhooks.delivery.intake;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/** The partitions that this worker has, each with the ledger of its assignment. Of one event loop. */
final class Partitions implements KafkaSource.Assignments {

    /** Long enough for a send to be put under a lease and for a journal flush. */
    private static final Duration HAND_OVER = Duration.ofSeconds(3);

    private final Map<TopicPartition, OffsetLedger> ledgers = new HashMap<>();
    private final Map<OffsetLedger, Promise<Void>> waiting = new HashMap<>();
    private final Vertx vertx;

    Partitions(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public void assigned(Set<TopicPartition> partitions) {
        partitions.forEach(partition -> ledgers.put(partition, new OffsetLedger()));
    }

    @Override
    public Future<Map<TopicPartition, Long>> revoked(Set<TopicPartition> partitions) {
        Map<TopicPartition, OffsetLedger> leaving = new HashMap<>(ledgers);
        leaving.keySet().retainAll(partitions);
        return settled(leaving.values(), HAND_OVER).map(done -> {
            // Not one that has come back meanwhile, of which the ledger is another.
            leaving.forEach(ledgers::remove);
            return committable(leaving);
        });
    }

    @Override
    public void lost(Set<TopicPartition> partitions) {
        ledgers.keySet().removeAll(partitions);
    }

    /**
     * Tracks a record.
     *
     * @return what to call once it is settled; empty when the partition isn't this worker's any more, and the record is to
     *     be left alone
     */
    Optional<Runnable> track(TopicPartition partition, long offset, Instant now) {
        OffsetLedger ledger = ledgers.get(partition);
        if (ledger == null) {
            return Optional.empty();
        }
        if (ledger.isPast(offset)) {
            // The topic was made anew or cut off, and its offsets begin again.
            ledger = new OffsetLedger();
            ledgers.put(partition, ledger);
        }
        OffsetLedger current = ledger;
        OffsetLedger.Entry entry = current.track(offset, now);
        return Optional.of(() -> settle(current, entry));
    }

    private void settle(OffsetLedger ledger, OffsetLedger.Entry entry) {
        ledger.settle(entry);
        if (ledger.unsettled() == 0 && waiting.containsKey(ledger)) {
            waiting.remove(ledger).tryComplete();
        }
    }

    /** Completes once every record is settled, or after a time. */
    Future<Void> settled(Duration atMost) {
        return settled(List.copyOf(ledgers.values()), atMost);
    }

    private Future<Void> settled(Collection<OffsetLedger> of, Duration atMost) {
        List<Promise<Void>> open = of.stream()
                .filter(ledger -> ledger.unsettled() > 0)
                .map(ledger -> waiting.computeIfAbsent(ledger, unsettled -> Promise.promise()))
                .toList();
        if (open.isEmpty()) {
            return Future.succeededFuture();
        }
        long timer = vertx.setTimer(Math.max(1, atMost.toMillis()), late -> open.forEach(Promise::tryComplete));
        return Future.join(open.stream().map(Promise::future).toList())
                .onComplete(done -> {
                    vertx.cancelTimer(timer);
                    of.forEach(waiting::remove);
                })
                .mapEmpty();
    }

    boolean isAssigned(TopicPartition partition) {
        return ledgers.containsKey(partition);
    }

    Set<TopicPartition> assigned() {
        return Set.copyOf(ledgers.keySet());
    }

    /** What is to be committed. */
    Map<TopicPartition, Long> committable() {
        return committable(ledgers);
    }

    private static Map<TopicPartition, Long> committable(Map<TopicPartition, OffsetLedger> of) {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        of.forEach((partition, ledger) -> ledger.committable().ifPresent(offset -> offsets.put(partition, offset)));
        return offsets;
    }

    /** What {@link #committable} gave has been committed. */
    void committed(Map<TopicPartition, Long> offsets) {
        offsets.forEach((partition, offset) -> {
            OffsetLedger ledger = ledgers.get(partition);
            if (ledger != null) {
                ledger.committed(offset);
            }
        });
    }

    /** Where each partition has been settled up to; those of which nothing has been taken yet are absent. */
    Map<TopicPartition, Long> settledUpTo() {
        Map<TopicPartition, Long> offsets = new HashMap<>();
        ledgers.forEach(
                (partition, ledger) -> ledger.settledUpTo().ifPresent(offset -> offsets.put(partition, offset)));
        return offsets;
    }

    int unsettled() {
        return ledgers.values().stream().mapToInt(OffsetLedger::unsettled).sum();
    }

    Optional<Instant> oldestUnsettled() {
        return ledgers.values().stream()
                .flatMap(ledger -> ledger.oldestUnsettled().stream())
                .min(Comparator.naturalOrder());
    }
}
