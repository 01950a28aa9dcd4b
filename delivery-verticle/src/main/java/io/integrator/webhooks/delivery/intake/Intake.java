package io.integrator.webhooks.delivery.intake;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /** How long what is routed is waited for before Kafka is asked again, if only to keep the partitions. */
    private static final Duration PATIENCE = Duration.ofMillis(200);

    private final Vertx vertx;
    private final WorkerSettings settings;
    private final InstantSource clock;
    private final DeadLetters deadLetters;
    private final RecordSpans spans;
    private final Partitions partitions;
    private final RoutingQueue queue;
    private final KafkaSource source;
    private final IntakeLag lag;
    private final Promise<Void> polled = Promise.promise();
    private long committedNanos = System.nanoTime();
    private boolean paused;
    private boolean stopping;
    private String pollFault = "";
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
        this.deadLetters = deadLetters;
        this.spans = spans;
        this.partitions = new Partitions(vertx);
        this.queue = new RoutingQueue(vertx, router, deadLetters, partitions::isAssigned, clock);
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
        return pollFault.isEmpty() ? queue.fault() : Optional.of(pollFault);
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
                .onSuccess(taken -> queue.roomWithin(PATIENCE).onComplete(done -> poll()))
                .onFailure(failure -> {
                    pollFault = "Kafka can't be polled: " + failure.getMessage();
                    LOG.atWarn().setCause(failure).log("Kafka can't be polled at present");
                    vertx.setTimer(RETRY.toMillis(), again -> poll());
                });
    }

    /** Pauses when as much is on its way as may be, or a batch still waits to be routed; resumes at half of that. */
    private Future<Void> throttle() {
        boolean full = queue.isFull()
                || partitions.unsettled() >= settings.unsettled()
                || unsettledBytes >= settings.unsettledBytes();
        boolean roomy = !queue.isFull()
                && partitions.unsettled() <= settings.unsettled() / 2
                && unsettledBytes <= settings.unsettledBytes() / 2;
        if (full || (paused && !roomy)) {
            // Again each time: partitions may have come meanwhile.
            paused = true;
            return source.pause(partitions.assigned());
        }
        if (paused) {
            // Only once they are: of partitions that go meanwhile the consumer refuses it, and then for all.
            return source.resume(partitions.assigned()).onSuccess(resumed -> paused = false);
        }
        return Future.succeededFuture();
    }

    private void take(List<ConsumerRecord<byte[], RecordValue>> records) {
        Instant now = clock.instant();
        // All are tracked before anything else is done about one: the consumer has gone past them.
        Map<ConsumerRecord<byte[], RecordValue>, Runnable> tracked = new LinkedHashMap<>();
        for (ConsumerRecord<byte[], RecordValue> record : records) {
            partitions
                    .track(new TopicPartition(record.topic(), record.partition()), record.offset(), now)
                    .ifPresent(settle -> tracked.put(record, weighed(record, settle)));
        }
        tracked.forEach(this::take);
        queue.route();
    }

    private void take(ConsumerRecord<byte[], RecordValue> record, Runnable settle) {
        RecordValue value = RecordValue.of(record);
        value.event().ifPresentOrElse(event -> queue.add(spans.taken(new Taken(record, event, settle))), () -> {
            spans.refused(record);
            deadLetters.refuse(record, value.refusal()).onSuccess(written -> settle.run());
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

    /** Between two polls, when no assignment can change: nothing is committed for partitions that have gone. */
    private Future<Void> commitWhenDue() {
        long now = System.nanoTime();
        if (now - committedNanos < settings.commitInterval().toNanos()) {
            return Future.succeededFuture();
        }
        Map<TopicPartition, Long> offsets = partitions.committable();
        if (offsets.isEmpty()) {
            return Future.succeededFuture();
        }
        committedNanos = now;
        return source.commit(offsets)
                .onSuccess(done -> partitions.committed(offsets))
                .onFailure(failure -> LOG.atDebug().setCause(failure).log("A commit failed; the next one covers it"))
                .otherwiseEmpty();
    }
}
