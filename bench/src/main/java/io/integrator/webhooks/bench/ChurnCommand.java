package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.environment.BenchDatabase;
import io.integrator.webhooks.embedded.PostgresServer;
import io.integrator.webhooks.launcher.Await;
import io.integrator.webhooks.launcher.DurationConverter;
import io.integrator.webhooks.launcher.Logs;
import io.vertx.core.Vertx;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What owed deliveries that come and go leave behind, and what that costs the claims. */
@Command(
        name = "churn",
        description = {
            "What owed deliveries that come and go leave behind in their tables, and what claims take meanwhile.",
            "The service's own stores do it, on a Postgres of its own; neither Kafka nor the service runs. To compare storage parameters, run"
                    + " it with and without --owed and --lane."
        })
final class ChurnCommand implements Callable<Integer> {

    private static final Duration TURN = Duration.ofMillis(100);
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String OWED = "owed";
    private static final String LANE = "lane";

    private static final String STATE = """
            select format('%10s %10s %10s %8s %4s', pg_relation_size(relid) / 1024, pg_indexes_size(relid) / 1024, n_dead_tup,
                round(100.0 * n_tup_hot_upd / greatest(n_tup_upd, 1)), autovacuum_count)
            from pg_stat_user_tables where relname = ?
            """;

    private static final String HELD = """
            insert into owed (webhook_id, event_key, number, due_at)
            select w.id, gen_random_uuid(), 2, now() + interval '1 day'
            from (select id from webhook limit 1) w, generate_series(1, ?)
            """;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "1000",
            description = "How many come a second, 10 or more (${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--duration",
            defaultValue = "60s",
            converter = DurationConverter.class,
            description = "How long (${DEFAULT-VALUE}).")
    private Duration duration;

    @Option(
            names = "--waiting",
            paramLabel = "N",
            defaultValue = "0",
            description = "How many more are owed all the while and not due (${DEFAULT-VALUE}).")
    private int waiting;

    @Option(
            names = "--owed",
            paramLabel = "PARAMETERS",
            description = "Storage parameters of the table owed to try, such as 'fillfactor = 100'.")
    private String owedParameters;

    @Option(names = "--lane", paramLabel = "PARAMETERS", description = "The same of the table lane.")
    private String laneParameters;

    @Override
    public Integer call() {
        if (rate < TimeUnit.SECONDS.toMillis(1) / TURN.toMillis()) {
            throw new ParameterException(spec.commandLine(), "--rate is 10 or more, not " + rate);
        }
        if (duration.isZero()) {
            throw new ParameterException(spec.commandLine(), "--duration is more than 0");
        }
        Logs.READABLE.use(Main.isVerbose(spec));
        Vertx vertx = Vertx.vertx();
        try (PostgresServer postgres = PostgresServer.temporary(0);
                BenchDatabase database = BenchDatabase.of(vertx, URI.create(postgres.uri()))) {
            OwedChurn churn = new OwedChurn(database);
            database.execute(HELD, waiting);
            set(database, OWED, owedParameters);
            set(database, LANE, laneParameters);
            database.execute("vacuum analyze");
            run(database, churn);
            return 0;
        } finally {
            Await.result(vertx.close(), LIMIT, "closing Vert.x");
        }
    }

    private static void set(BenchDatabase database, String table, String parameters) {
        if (parameters != null) {
            database.execute("alter table " + table + " set (" + parameters + ")");
        }
    }

    private void run(BenchDatabase database, OwedChurn churn) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                "%5s %8s %8s %8s %5s %10s %10s %10s %8s %4s%n",
                "s", "claims", "p50 ms", "p99 ms", "", "table KiB", "index KiB", "dead rows", "HOT %", "vac");
        long begin = System.nanoTime();
        long turns = duration.toMillis() / TURN.toMillis();
        long told = Math.max(1, turns / 6);
        for (long turn = 1; turn <= turns; turn++) {
            churn.come((int) (rate * TURN.toMillis() / TimeUnit.SECONDS.toMillis(1)));
            if (turn % 2 == 0) {
                churn.go();
            }
            LockSupport.parkNanos(begin + turn * TURN.toNanos() - System.nanoTime());
            if (turn % told == 0) {
                tell(out, database, churn.takeClaims(), turn * TURN.toMillis() / TimeUnit.SECONDS.toMillis(1));
            }
        }
        double late = (System.nanoTime() - begin - duration.toNanos()) / (double) TimeUnit.SECONDS.toNanos(1);
        out.printf(
                Locale.ROOT,
                "%.1f s late at the end; %s still owed%n",
                late,
                database.value("select count(*) from owed"));
        out.flush();
    }

    private static void tell(PrintWriter out, BenchDatabase database, double[] claims, long second) {
        for (String table : List.of(OWED, LANE)) {
            out.printf(
                    Locale.ROOT,
                    "%5d %8d %8.2f %8.2f %5s %s%n",
                    second,
                    claims.length,
                    percentile(claims, 50),
                    percentile(claims, 99),
                    table,
                    database.value(STATE, table));
        }
        out.flush();
    }

    private static double percentile(double[] sorted, int percent) {
        return sorted.length == 0 ? 0 : sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
    }
}
