package io.integrator.webhooks.delivery.routing;

import io.integrator.webhooks.bench.micro.Samples;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.domain.SentType;
import io.integrator.webhooks.domain.Target;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From the webhooks of an event's integrator, as they are cached, to those that the event goes to. */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RoutingBenchmark {

    /** Of the integrator: every other one is subscribed. */
    @Param({"1", "16", "100"})
    private int webhooks;

    private List<Target> known;
    private SentType type;

    @Setup
    public void prepare() {
        known = IntStream.range(0, webhooks)
                .mapToObj(number -> Samples.target(
                        number,
                        number % 2 == 0
                                ? EnumSet.range(EventType.PAYMENT_CREATED, EventType.PAYMENT_REFUNDED)
                                : EnumSet.range(EventType.ACCOUNT_CREATED, EventType.ACCOUNT_DELETED)))
                .toList();
        type = EventType.PAYMENT_COMPLETED;
    }

    @Benchmark
    public List<Target> subscribed() {
        return Router.subscribed(known, type);
    }
}
