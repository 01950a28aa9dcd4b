package io.integrator.webhooks.store;

import io.integrator.webhooks.bench.micro.Samples;
import io.integrator.webhooks.domain.Attempt;
import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.domain.Target;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * From a flush's rows to the arrays that its statements take, one a column. What the driver then makes of these for the wire
 * isn't in it.
 */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ColumnsBenchmark {

    private static final int WEBHOOKS = 100;
    private static final int DATA_BYTES = 600;

    /** One attempt in so many has failed. */
    private static final int ATTEMPTS_PER_FAILURE = 50;

    /** Of the flush. */
    @Param("500")
    private int rows;

    private List<DomainEvent> events;
    private List<AttemptStore.Entry> attempts;

    @Setup
    public void prepare() {
        TimeOrderedIds ids = new TimeOrderedIds(InstantSource.system());
        List<Target> targets = IntStream.range(0, WEBHOOKS)
                .mapToObj(number -> Samples.target(number, Set.of(EventType.PAYMENT_COMPLETED)))
                .toList();
        List<DomainEvent> arrived = new ArrayList<>(IntStream.range(0, rows)
                .mapToObj(number -> Samples.event(number, DATA_BYTES))
                .toList());
        // Statements want an order that events don't arrive in.
        Collections.shuffle(arrived, new Random(1));
        events = List.copyOf(arrived);
        attempts = IntStream.range(0, rows)
                .mapToObj(number -> entry(ids, targets.get(number % WEBHOOKS), number))
                .toList();
    }

    @Benchmark
    public Tuple events() {
        return EventStore.columns(Tuple.tuple(), events, false);
    }

    @Benchmark
    public Tuple attempts() {
        return AttemptStore.columns(Tuple.tuple(), attempts);
    }

    /** What the attempts come to for their webhooks' counts. */
    @Benchmark
    public List<?> tallies() {
        return AttemptTally.of(attempts);
    }

    private AttemptStore.Entry entry(TimeOrderedIds ids, Target target, int number) {
        boolean failed = number % ATTEMPTS_PER_FAILURE == 0;
        Instant retryAt = failed ? Samples.TIME.plusSeconds(5) : null;
        Outcome outcome =
                new Outcome.Answered(failed ? 503 : 200, Optional.empty(), failed ? "Service Unavailable" : "");
        Attempt attempt = new Attempt(
                ids.next(), Delivery.first(target, events.get(number)), Samples.TIME, Duration.ofMillis(12), outcome);
        return new AttemptStore.Entry(attempt, failed, retryAt);
    }
}
