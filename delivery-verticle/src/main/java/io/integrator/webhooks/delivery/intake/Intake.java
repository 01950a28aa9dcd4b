package io.integrator.webhooks.delivery.intake;

import io.integrator.webhooks.async.Tries;
import io.integrator.webhooks.delivery.routing.Router;
import io.integrator.webhooks.settings.KafkaSettings;
import io.integrator.webhooks.settings.WorkerSettings;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes records off Kafka, as many as may be unsettled at once; polling goes on while partitions are paused, so that the
 * group keeps this worker. A record's offset is settled once everything about it is durable. Of one event loop.
 */
public final class Intake {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);
    private static final Duration POLL = Duration.ofMillis(100);

    /** While it takes nothing: soon enough to go on before what is on its way has all been sent. */
    private static final Duration PAUSED_POLL = Duration.ofMillis(10);

    private static final Duration RETRY = Duration.ofMillis(500);

    /**
     * Records that are routed at once: the event loop does nothing else meanwhile. No more is taken while as many wait: a worker whose
     * partitions have gone unheard would read on to what others are sending.
     */
    private static final int ROUTED_AT_ONCE = 200;

    /** How long what is routed is waited for before Kafka is asked again, if only to keep the partitions. */
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final Vertx vertx;
    private final WorkerSettings settings;
    private final InstantSource clock;
    private final Router router;
    private final DeadLetters deadLetters;
    private final RecordSpans spans;
    private final Partitions partitions;
    private final KafkaSource source;
    private final IntakeLag lag;
    private final Promise<Void> polled = Promise.promise();
    private final Deque<Taken> waiting = new ArrayDeque<>();
    private boolean routing;
    private Promise<Void> batchRouted = Promise.promise();
    private Instant committedAt = Instant.EPOCH;
    private boolean paused;
    private boolean stopping;
    private String pollFault = "";
    private String routeFault = "";
    private long unsettledBytes;
    private long polls;

    public Intake(
            Vertx vertx,
            KafkaSettings kafka,
            WorkerSettings settings,
            Router router,
            DeadLetters deadLetters,
            TimeOrderedIds ids,
            InstantSource clock,
            RecordSpans spans) {
        this.vertx = vertx;
        this.settings = settings;
        this.clock = clock;
        this.router = router;
        this.deadLetters = deadLetters;
        this.spans = spans;
        this.partitions = new Partitions(vertx);
        this.source = new KafkaSource(vertx, kafka, new CloudEventReader(ids), partitions);
        this.lag = new IntakeLag(vertx, kafka, partitions);
    }

    /** Makes sure of the dead-letter topics, joins the group and polls from then on; fails when Kafka can't be reached. */
    public Future<Void> start(KafkaSettings kafka) {
        return Topics.ensure(vertx, kafka).compose(ensured -> source.start()).onSuccess(started -> {
            lag.start();
            poll();
        });
    }

    /**
     * Takes nothing more, waits for what is on its way, commits and leaves the group.
     *
     * @param atMost how long what is on its way is waited for
     */
    public Future<Void> stop(Duration atMost) {
        stopping = true;
        return polled.future()
                .compose(done -> partitions.settled(atMost))
                .compose(done -> source.close())
                .eventually(lag::stop);
    }

    /** Records that aren't settled. */
    public int unsettled() {
        return partitions.unsettled();
    }

    /** When the oldest record that isn't settled was taken; empty when there is none. */
    public Optional<Instant> oldestUnsettled() {
        return partitions.oldestUnsettled();
    }

    /** Records that aren't settled, up to the ends of the partitions that it has; NaN when Kafka doesn't tell. */
    public double lag() {
        return lag.records();
    }

    /** Partitions that it has. */
    public int partitions() {
        return partitions.assigned().size();
    }

    /** Whether it takes nothing more, because as much is on its way as may be. */
    public boolean isPaused() {
        return paused;
    }

    /** Why nothing can be taken at present; empty when all is well. */
    public Optional<String> fault() {
        return Stream.of(pollFault, routeFault)
                .filter(fault -> !fault.isEmpty())
                .findFirst();
    }

    /** How often Kafka has been asked, whatever it answered. */
    public long polls() {
        return polls;
    }

    private void poll() {
        polls++;
        if (stopping) {
            polled.tryComplete();
            return;
        }
        throttle()
                .compose(ready -> commitWhenDue())
                .compose(ready -> source.poll(paused ? PAUSED_POLL : POLL))
                .map(records -> {
                    pollFault = "";
                    take(records);
                    return records;
                })
                .onSuccess(taken -> pollOnceRoutedOrLate())
                .onFailure(failure -> {
                    pollFault = "Kafka can't be polled: " + failure.getMessage();
                    LOG.atWarn().setCause(failure).log("Kafka can't be polled at present");
                    vertx.setTimer(RETRY.toMillis(), again -> poll());
                });
    }

    /** Pauses when as much is on its way as may be, or a batch still waits to be routed; resumes at half of that. */
    private Future<Void> throttle() {
        boolean full = isBatchWaiting()
                || partitions.unsettled() >= settings.unsettled()
                || unsettledBytes >= settings.unsettledBytes();
        boolean roomy = !isBatchWaiting()
                && partitions.unsettled() <= settings.unsettled() / 2
                && unsettledBytes <= settings.unsettledBytes() / 2;
        if (full || (paused && !roomy)) {
            // Again each time: partitions may have come meanwhile.
            paused = true;
            return source.pause(partitions.assigned());
        }
        if (paused) {
            paused = false;
            return source.resume(partitions.assigned());
        }
        return Future.succeededFuture();
    }

    private boolean isBatchWaiting() {
        return waiting.size() >= ROUTED_AT_ONCE;
    }

    private void pollOnceRoutedOrLate() {
        if (!isBatchWaiting()) {
            poll();
            return;
        }
        batchRouted = Promise.promise();
        batchRouted.future().timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).onComplete(done -> poll());
    }

    private void take(List<ConsumerRecord<byte[], RecordValue>> records) {
        Instant now = clock.instant();
        // All are tracked before anything else is done about one: the consumer has gone past them.
        Map<ConsumerRecord<byte[], RecordValue>, Runnable> tracked = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], RecordValue> record : records) {
            partitions
                    .track(partitionOf(record), record.offset(), now)
                    .ifPresent(settle -> tracked.put(record, weighed(record, settle)));
        }
        tracked.forEach(this::take);
        routeWaiting();
    }

    private static TopicPartition partitionOf(ConsumerRecord<?, ?> record) {
        return new TopicPartition(record.topic(), record.partition());
    }

    private void take(ConsumerRecord<byte[], RecordValue> record, Runnable settle) {
        RecordValue value = RecordValue.of(record);
        value.event().ifPresentOrElse(event -> waiting.add(spans.taken(new Taken(record, event, settle))), () -> {
            spans.refused(record);
            refuse(record, value.refusal(), settle);
        });
    }

    private Runnable weighed(ConsumerRecord<byte[], RecordValue> record, Runnable settle) {
        int bytes = Math.max(0, record.serializedValueSize());
        unsettledBytes += bytes;
        return () -> {
            unsettledBytes -= bytes;
            settle.run();
        };
    }

    private void refuse(ConsumerRecord<byte[], RecordValue> record, String reason, Runnable settle) {
        deadLetters.refuse(record, reason).onSuccess(written -> settle.run());
    }

    /** One batch after the other, in the order of their records; what comes meanwhile makes up the next. */
    private void routeWaiting() {
        List<Taken> batch = routing ? List.of() : nextBatch();
        if (!batch.isEmpty()) {
            routing = true;
            route(batch);
        }
    }

    /** Without what is of partitions that have gone: whoever has them reads it again. */
    private List<Taken> nextBatch() {
        List<Taken> batch = new ArrayList<>();
        while (batch.size() < ROUTED_AT_ONCE && !waiting.isEmpty()) {
            Taken next = waiting.remove();
            if (partitions.isAssigned(partitionOf(next.record()))) {
                batch.add(next);
            } else {
                next.settle().run();
            }
        }
        return batch;
    }

    /** Routes a batch, again and again while the database can't be asked. */
    private void route(List<Taken> batch) {
        Tries.untilDone(
                        vertx,
                        () -> {
                            Instant now = clock.instant();
                            return router.route(batch.stream()
                                    .map(taken -> published(taken, now))
                                    .toList());
                        },
                        failure -> {
                            if (routeFault.isEmpty()) {
                                LOG.atWarn().setCause(failure).log("Events can't be routed at present; they are kept");
                            }
                            routeFault = "events can't be routed: " + failure.getMessage();
                            return RETRY;
                        })
                .onSuccess(settled -> {
                    routeFault = "";
                    routing = false;
                    follow(batch, settled);
                    batchRouted.tryComplete();
                    routeWaiting();
                });
    }

    private void follow(List<Taken> batch, List<Future<Void>> settled) {
        for (int i = 0; i < batch.size(); i++) {
            Taken taken = batch.get(i);
            settled.get(i)
                    .onSuccess(done -> taken.settle().run())
                    .onFailure(refused -> refuse(taken.record(), refused.getMessage(), taken.settle()));
        }
    }

    /** A record that is read again long after, for the group's offsets were lost, holds an event of its own time. */
    private static Router.Published published(Taken taken, Instant now) {
        Instant appended = Instant.ofEpochMilli(Math.max(0, taken.record().timestamp()));
        return new Router.Published(taken.event(), appended.isBefore(now) ? appended : now);
    }

    /** Between two polls, when no assignment can change: nothing is committed for partitions that have gone. */
    private Future<Void> commitWhenDue() {
        Instant now = clock.instant();
        if (now.isBefore(committedAt.plus(settings.commitInterval()))) {
            return Future.succeededFuture();
        }
        Map<TopicPartition, Long> offsets = partitions.committable();
        if (offsets.isEmpty()) {
            return Future.succeededFuture();
        }
        committedAt = now;
        return source.commit(offsets)
                .onSuccess(done -> partitions.committed(offsets))
                .onFailure(failure -> LOG.atDebug().setCause(failure).log("A commit failed; the next one covers it"))
                .otherwiseEmpty();
    }
}
