package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.environment.BenchDatabase;
import io.integrator.webhooks.embedded.PostgresServer;
import io.integrator.webhooks.launcher.Await;
import io.integrator.webhooks.launcher.Logs;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What deliveries and webhooks take on Postgres's disk. */
@Command(
        name = "sizes",
        description = {
            "What an event, an attempt, an owed delivery, a webhook and an idempotency key take on Postgres's disk, with their indexes, and"
                    + " what they write to its log.",
            "The service's own stores write them, of one webhook, 600 bytes of data each, to a Postgres of its own; neither Kafka nor the"
                    + " service runs. Bytes are divided by how often a step was done; of a tenth of the events a first attempt fails."
        })
final class SizesCommand implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int OF_WHICH_ONE_FAILS = 10;
    private static final int OF_WHICH_ONE_IS_A_WEBHOOK = 100;
    private static final long LEAST_EVENTS = 10_000;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "200000",
            description = "How many events are recorded, " + LEAST_EVENTS + " or more (${DEFAULT-VALUE}).")
    private long events;

    @Option(names = "--json", description = "Print one JSON object, with bytes in all, instead of a table.")
    private boolean json;

    @Override
    public Integer call() {
        if (events < LEAST_EVENTS) {
            throw new ParameterException(spec.commandLine(), "--events is " + LEAST_EVENTS + " or more, not " + events);
        }
        Logs.READABLE.use(Main.isVerbose(spec));
        Vertx vertx = Vertx.vertx();
        try (PostgresServer postgres = PostgresServer.temporary(0);
                BenchDatabase database = BenchDatabase.of(vertx, URI.create(postgres.uri()))) {
            print(database.value("show server_version"), measure(database));
            return 0;
        } finally {
            Await.result(vertx.close(), LIMIT, "closing Vert.x");
        }
    }

    private List<StepSize> measure(BenchDatabase database) {
        SizedRows rows = new SizedRows(database);
        SizedWebhooks webhooks = new SizedWebhooks(database);
        return List.of(
                StepSize.of(
                        database,
                        "an event, delivered by its first attempt",
                        List.of("event", "attempt"),
                        () -> rows.deliver(events)),
                StepSize.of(
                        database,
                        "an attempt that failed, and what is owed then",
                        List.of("attempt", "owed"),
                        () -> rows.fail(events / OF_WHICH_ONE_FAILS)),
                StepSize.of(database, "a retry that delivered it", List.of("attempt", "owed"), rows::retry),
                StepSize.of(
                        database,
                        "a webhook, registered with an Idempotency-Key",
                        List.of("webhook", "lane", "idempotency_key", "lifecycle_event", "integrator"),
                        () -> webhooks.register(events / OF_WHICH_ONE_IS_A_WEBHOOK)));
    }

    private void print(String version, List<StepSize> steps) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new JsonObject()
                    .put("benchmark", "sizes")
                    .put("postgres", version)
                    .put(
                            "steps",
                            new JsonArray(steps.stream().map(StepSize::json).toList()))
                    .encodePrettily());
        } else {
            out.printf(
                    Locale.ROOT,
                    "PostgreSQL %s; bytes each time%n%n%-44s %11s %9s %9s %9s%n",
                    version,
                    "",
                    "times",
                    "table",
                    "indexes",
                    "log");
            out.print(steps.stream().map(StepSize::text).collect(Collectors.joining()));
        }
        out.flush();
    }
}
