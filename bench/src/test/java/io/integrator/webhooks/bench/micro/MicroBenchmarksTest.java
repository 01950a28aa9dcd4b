package io.integrator.webhooks.bench.micro;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.delivery.intake.LedgerBenchmark;
import io.integrator.webhooks.delivery.intake.ReadingBenchmark;
import io.integrator.webhooks.delivery.routing.RoutingBenchmark;
import io.integrator.webhooks.delivery.sending.TracingBenchmark;
import io.integrator.webhooks.store.ColumnsBenchmark;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Every micro-benchmark runs, for a moment that tells of nothing. */
class MicroBenchmarksTest {

    private static final List<Class<?>> BENCHMARKS = List.of(
            SigningBenchmark.class,
            EgressBenchmark.class,
            ReadingBenchmark.class,
            LedgerBenchmark.class,
            RoutingBenchmark.class,
            TracingBenchmark.class,
            ColumnsBenchmark.class);

    @Test
    void eachTakesTimeAndTellsWhatItAllocates() throws RunnerException {
        MicroRun run = new MicroRun(Pattern.compile(".*"), 0, 0, 1, Duration.ofMillis(1));

        Collection<RunResult> results = run.results(silence());

        assertThat(results)
                .extracting(result -> classOf(result.getParams().getBenchmark()))
                .containsOnly(BENCHMARKS.stream().map(Class::getName).toArray(String[]::new));
        assertThat(results).allSatisfy(result -> {
            assertThat(result.getPrimaryResult().getScore()).isPositive();
            assertThat(result.getSecondaryResults()).containsKey("gc.alloc.rate.norm");
        });
    }

    private static OutputFormat silence() {
        return OutputFormatFactory.createFormatInstance(
                new PrintStream(OutputStream.nullOutputStream()), VerboseMode.SILENT);
    }

    private static String classOf(String benchmark) {
        return benchmark.substring(0, benchmark.lastIndexOf('.'));
    }
}
