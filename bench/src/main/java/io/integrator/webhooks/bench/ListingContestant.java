package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.caller.CallerProcess;
import io.integrator.webhooks.bench.caller.Integrators;
import io.integrator.webhooks.bench.contest.Contestant;
import io.integrator.webhooks.bench.contest.Ledger;
import io.integrator.webhooks.bench.contest.Measure;
import io.integrator.webhooks.bench.contest.Sample;
import io.integrator.webhooks.bench.environment.Environment;
import io.integrator.webhooks.store.WebhookStore;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/** The API while it lists the webhooks of integrators that have as many as they may, at a fixed rate. */
final class ListingContestant implements Contestant {

    private static final Integrators INTEGRATORS = new Integrators("listed", 32);
    private static final double MICROS_PER_MILLI = 1_000;
    private static final double NANOS_PER_MICRO = 1_000;

    private final String name;
    private final Environment environment;
    private final double perSecond;
    private final long requests;

    ListingContestant(String name, Environment environment, double perSecond, long requests) {
        this.name = name;
        this.environment = environment;
        this.perSecond = perSecond;
        this.requests = requests;
    }

    @Override
    public String name() {
        return name;
    }

    /** Registers, by the API, what is to be listed. */
    @Override
    public void prepare(int all) {
        Environment.Api api = environment.api();
        long webhooks = (long) INTEGRATORS.number() * WebhookStore.LIMIT_PER_INTEGRATOR;
        RegisteringContestant.makeKnown(api.database(), INTEGRATORS);
        double seconds = api.caller().register(api.process().api(), INTEGRATORS, webhooks);
        if (!(seconds > 0)) {
            throw new IllegalStateException("registering took " + seconds + " s");
        }
        RegisteringContestant.requireRows(api.database(), INTEGRATORS, webhooks);
    }

    @Override
    public Sample play(int round) {
        Environment.Api api = environment.api();
        Duration before = api.process().effort().cpu();
        CallerProcess.Latencies latencies = api.caller()
                .list(api.process().api(), INTEGRATORS, WebhookStore.LIMIT_PER_INTEGRATOR, perSecond, requests);
        Duration spent = api.process().effort().cpu().minus(before);
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        values.put(Measure.P50, latencies.p50Micros() / MICROS_PER_MILLI);
        values.put(Measure.P99, latencies.p99Micros() / MICROS_PER_MILLI);
        values.put(Measure.CPU_OF_REQUEST, spent.toNanos() / NANOS_PER_MICRO / requests);
        return new Sample(values, Ledger.EMPTY, latencies.lateness());
    }
}
