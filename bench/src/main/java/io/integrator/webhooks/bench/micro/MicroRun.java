package io.integrator.webhooks.bench.micro;

import java.time.Duration;
import java.util.Collection;
import java.util.regex.Pattern;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * One run of JMH: average times, and what is allocated.
 *
 * @param pattern    found in the full names of the benchmarks that are run
 * @param forks      processes for each benchmark; 0 for this one
 * @param warmups    iterations of a process that don't count
 * @param iterations iterations of a process that do
 * @param time       of each iteration
 */
record MicroRun(Pattern pattern, int forks, int warmups, int iterations, Duration time) {

    /**
     * Runs the benchmarks; takes as long as it takes.
     *
     * @param progress where JMH says what it does, and what it measured
     * @throws RunnerException when one of them fails, or when there is none
     */
    Collection<RunResult> results(OutputFormat progress) throws RunnerException {
        TimeValue each = TimeValue.nanoseconds(time.toNanos());
        Options options = new OptionsBuilder()
                .include(pattern.pattern())
                .mode(Mode.AverageTime)
                .forks(forks)
                .warmupIterations(warmups)
                .warmupTime(each)
                .measurementIterations(iterations)
                .measurementTime(each)
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .build();
        return new Runner(options, progress).run();
    }
}
