package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.caller.Integrators;
import io.integrator.webhooks.bench.contest.Contestant;
import io.integrator.webhooks.bench.contest.Ledger;
import io.integrator.webhooks.bench.contest.Measure;
import io.integrator.webhooks.bench.contest.Sample;
import io.integrator.webhooks.bench.environment.BenchDatabase;
import io.integrator.webhooks.bench.environment.Environment;
import io.integrator.webhooks.launcher.CommandException;
import io.integrator.webhooks.store.WebhookStore;
import java.net.URI;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Whoever takes registrations, as fast as they are answered. */
final class RegisteringContestant implements Contestant {

    private static final double NANOS_PER_MICRO = 1_000;

    private static final String WEBHOOKS = "select count(*) from webhook where integrator_id = any (?)";

    private static final String LANES =
            "select count(*) from lane where webhook_id in (select id from webhook where integrator_id = any (?))";

    private static final String NEWS = "select count(*) from lifecycle_event where integrator_id = any (?)";

    private final String name;
    private final Environment environment;
    private final Function<Environment, Server> servers;
    private final long registrations;
    private Server server;

    /**
     * Who answers.
     *
     * @param cpu what its process has spent since it started
     */
    record Server(URI url, BenchDatabase database, Supplier<Duration> cpu) {}

    /** @param servers starts the one that is measured, before anything is */
    RegisteringContestant(
            String name, Environment environment, Function<Environment, Server> servers, long registrations) {
        this.name = name;
        this.environment = environment;
        this.servers = servers;
        this.registrations = registrations;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void prepare(int all) {
        server = servers.apply(environment);
    }

    @Override
    public Sample play(int round) {
        Integrators integrators = new Integrators("r" + round, integrators(registrations));
        makeKnown(server.database(), integrators);
        server.database().execute("checkpoint");
        Duration before = server.cpu().get();
        double seconds = environment.api().caller().register(server.url(), integrators, registrations);
        Duration spent = server.cpu().get().minus(before);
        requireRows(server.database(), integrators, registrations);
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        values.put(Measure.REGISTRATIONS, registrations / seconds);
        values.put(Measure.CPU_OF_REQUEST, spent.toNanos() / NANOS_PER_MICRO / registrations);
        return Sample.of(values, Ledger.EMPTY);
    }

    /** As few as may have so many webhooks. */
    static int integrators(long webhooks) {
        return Math.toIntExact((webhooks + WebhookStore.LIMIT_PER_INTEGRATOR - 1) / WebhookStore.LIMIT_PER_INTEGRATOR);
    }

    /** Makes them known to whoever has the database. */
    static void makeKnown(BenchDatabase database, Integrators integrators) {
        long added = database.execute("insert into integrator (id) select unnest(?)", integrators.names());
        if (added != integrators.number()) {
            throw new IllegalStateException(added + " integrators are known, not " + integrators.number());
        }
    }

    /** Each answer has its webhook, with its lane and the news of it; and there is nothing else. */
    static void requireRows(BenchDatabase database, Integrators integrators, long registrations) {
        for (String rows : List.of(WEBHOOKS, LANES, NEWS)) {
            long count = database.count(rows, integrators.names());
            if (count != registrations) {
                throw new CommandException("the run is void: " + registrations + " registrations were answered, and "
                        + rows + " gives " + count);
            }
        }
    }
}
