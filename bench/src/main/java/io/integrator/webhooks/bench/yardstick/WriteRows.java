package io.integrator.webhooks.bench.yardstick;

import io.integrator.webhooks.bench.contest.Contestant;
import io.integrator.webhooks.bench.contest.Ledger;
import io.integrator.webhooks.bench.contest.Measure;
import io.integrator.webhooks.bench.contest.Sample;
import io.integrator.webhooks.bench.environment.BenchDatabase;
import io.integrator.webhooks.bench.environment.Environment;
import io.integrator.webhooks.launcher.CommandException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** A loop that writes the rows which deliveries come to, and delivers nothing. */
public final class WriteRows implements Contestant {

    /** How it is called in reports. */
    public static final String NAME = "bare: write the rows";

    private static final String ROWS = "select (select count(*) from event) + (select count(*) from attempt)";
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MICRO = 1_000;

    private final Environment environment;
    private final long deliveries;

    public WriteRows(Environment environment, long deliveries) {
        this.environment = environment;
        this.deliveries = deliveries;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void prepare(int rounds) {
        environment.bare();
    }

    @Override
    public Sample play(int round) {
        BenchDatabase database = environment.bare().database();
        database.execute("checkpoint");
        long before = database.count(ROWS);
        Duration cpuBefore = environment.bare().process().cpu();
        long begin = System.nanoTime();
        environment.bare().process().write(database.uri(), deliveries);
        double seconds = (System.nanoTime() - begin) / NANOS_PER_SECOND;
        Duration spent = environment.bare().process().cpu().minus(cpuBefore);
        long rows = database.count(ROWS) - before;
        if (rows != 2 * deliveries) {
            throw new CommandException(
                    "the run is void: " + rows + " rows were written of " + deliveries + " deliveries");
        }
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        values.put(Measure.THROUGHPUT, deliveries / seconds);
        values.put(Measure.CPU, spent.toNanos() / NANOS_PER_MICRO / deliveries);
        return Sample.of(values, Ledger.EMPTY);
    }
}
