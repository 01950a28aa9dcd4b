package io.integrator.webhooks.delivery.intake;

import io.integrator.webhooks.bench.micro.Samples;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A record in the ledger of its partition, tracked and settled; what is to be committed is asked once a poll of 500. */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LedgerBenchmark {

    private static final int POLL = 500;

    private final OffsetLedger ledger = new OffsetLedger();
    private final OffsetLedger.Entry[] poll = new OffsetLedger.Entry[POLL];
    private long offset;

    /** All of a poll are tracked, and settled in their order. */
    @Benchmark
    @OperationsPerInvocation(POLL)
    public OptionalLong inOrder() {
        track();
        settleFrom(0);
        return ledger.committable();
    }

    /** The first of a poll stays open until the others are settled. */
    @Benchmark
    @OperationsPerInvocation(POLL)
    public OptionalLong behindAnOpenOne() {
        track();
        settleFrom(1);
        OptionalLong held = ledger.committable();
        ledger.settle(poll[0]);
        return held;
    }

    private void track() {
        for (int i = 0; i < POLL; i++) {
            poll[i] = ledger.track(offset, Samples.TIME);
            offset++;
        }
    }

    private void settleFrom(int first) {
        for (int i = first; i < POLL; i++) {
            ledger.settle(poll[i]);
        }
    }
}
