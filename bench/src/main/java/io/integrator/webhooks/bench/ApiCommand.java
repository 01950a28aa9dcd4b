package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.contest.Budget;
import io.integrator.webhooks.bench.contest.Comparison;
import io.integrator.webhooks.bench.contest.Contestant;
import io.integrator.webhooks.bench.contest.Measure;
import io.integrator.webhooks.bench.environment.Environment;
import io.integrator.webhooks.launcher.DurationConverter;
import io.integrator.webhooks.settings.PostgresSettings;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How fast the API takes registrations, and how long a list takes. */
@Command(
        name = "api",
        description = {
            "How many registrations a second the API takes, 32 at once, and how long it takes to list 16 webhooks at a fixed rate.",
            "Registrations against a bare route that believes whoever asks and inserts the same rows by one statement."
        })
final class ApiCommand implements Callable<Integer>, Benchmark {

    private static final String REGISTER = "API: register";
    private static final String LIST = "API: list 16";
    private static final String BARE = "bare: parse, insert";
    private static final double LIST_P99_MILLIS = 5;

    @Spec
    private CommandSpec spec;

    @Mixin
    private RunOptions options;

    @Option(
            names = "--registrations",
            paramLabel = "N",
            defaultValue = "8000",
            description = "Registrations in each round (${DEFAULT-VALUE}).")
    private int registrations;

    @Option(
            names = "--duration",
            defaultValue = "10s",
            converter = DurationConverter.class,
            description = "How long each round asks for lists (${DEFAULT-VALUE}).")
    private Duration duration;

    @Option(
            names = "--rate",
            paramLabel = "R",
            defaultValue = "500",
            description = "Lists a second (${DEFAULT-VALUE}).")
    private double rate;

    @Override
    public Integer call() {
        if (registrations < 1) {
            throw options.usage("--registrations is 1 or more, not " + registrations);
        }
        if (duration.isZero()) {
            throw options.usage("--duration is more than 0");
        }
        if (!(rate > 0)) {
            throw options.usage("--rate is more than 0, not " + rate);
        }
        return new BenchmarkRun(spec, options).of(this);
    }

    @Override
    public String question() {
        return "registrations by the API and by a route that only inserts the same rows; lists at a fixed rate";
    }

    @Override
    public String volume() {
        return registrations + " registrations, 32 at once, 16 for each integrator; " + rate + " lists/s for "
                + duration.toMillis() + " ms";
    }

    @Override
    public List<Contestant> contestants(Environment environment) {
        return List.of(
                new RegisteringContestant(REGISTER, environment, ApiCommand::api, registrations),
                new RegisteringContestant(BARE, environment, this::bare, registrations),
                new ListingContestant(
                        LIST, environment, rate, Math.max(1, Math.round(rate * duration.toMillis() / 1000))));
    }

    @Override
    public List<Comparison> comparisons() {
        return List.of(
                Comparison.ratio(Measure.REGISTRATIONS, REGISTER, BARE).within(Budget.atLeast(0.8)),
                Comparison.difference(Measure.CPU_OF_REQUEST, REGISTER, BARE),
                Comparison.value(Measure.P99, LIST).within(Budget.atMost(LIST_P99_MILLIS)));
    }

    private static RegisteringContestant.Server api(Environment environment) {
        Environment.Api api = environment.api();
        return new RegisteringContestant.Server(
                api.process().api(),
                api.database(),
                () -> api.process().effort().cpu());
    }

    private RegisteringContestant.Server bare(Environment environment) {
        Environment.Bare bare = environment.bare();
        int poolSize = options.inEffect(PostgresSettings.POOL_SIZE);
        return new RegisteringContestant.Server(
                bare.process().serve(bare.database().uri(), poolSize),
                bare.database(),
                () -> bare.process().cpu());
    }
}
