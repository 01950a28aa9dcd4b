package io.integrator.webhooks.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {

    @ParameterizedTest
    @ValueSource(
            strings = {"throughput", "latency", "neighbours", "owed", "publisher", "scale", "memory", "crash", "api"})
    void everyBenchmarkExplainsItself(String benchmark) {
        Invocation invocation = Invocation.of(benchmark, "--help");

        assertThat(invocation.exitCode()).isZero();
        assertThat(invocation.out())
                .startsWith("Usage: webhooks bench " + benchmark)
                .contains("--json", "--rounds", "--set", "--java", "Exit codes:");
        assertThat(invocation.err()).isEmpty();
    }

    @Test
    void theMicroBenchmarksExplainThemselves() {
        Invocation invocation = Invocation.of("micro", "--help");

        assertThat(invocation.exitCode()).isZero();
        assertThat(invocation.out())
                .startsWith("Usage: webhooks bench micro")
                .contains("PATTERN", "--forks", "--warmups", "--iterations", "--time", "--json", "Exit codes:");
        assertThat(invocation.err()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sizes", "churn"})
    void whatIsMeasuredOnPostgresAloneExplainsItself(String benchmark) {
        Invocation invocation = Invocation.of(benchmark, "--help");

        assertThat(invocation.exitCode()).isZero();
        assertThat(invocation.out())
                .startsWith("Usage: webhooks bench " + benchmark)
                .contains("Exit codes:");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(", "NoSuchBenchmark"})
    void aPatternThatNoBenchmarkHasIsWrongUsage(String pattern) {
        Invocation invocation = Invocation.of("micro", "--json", pattern);

        assertThat(invocation.exitCode()).isEqualTo(2);
        assertThat(invocation.err()).contains(pattern);
    }

    @Test
    void helpNamesTheBenchmarksAndNothingThatOnlyTheyStart() {
        String help = Invocation.of("--help").out();

        assertThat(help)
                .contains(
                        "throughput",
                        "latency",
                        "neighbours",
                        "owed",
                        "publisher",
                        "scale",
                        "memory",
                        "sizes",
                        "churn",
                        "micro",
                        "crash",
                        "api")
                .doesNotContain("What a benchmark posts to", "What the service is compared with", "Who calls the API");
    }

    @Test
    void noBenchmarkIsWrongUsage() {
        Invocation invocation = Invocation.of();

        assertThat(invocation.exitCode()).isEqualTo(2);
        assertThat(invocation.err()).contains("a benchmark is missing").contains("webhooks bench --help");
    }

    @Test
    void scaleNamesTheCurvesThatThereAre() {
        Invocation invocation = Invocation.of("scale", "rain");

        assertThat(invocation.exitCode()).isEqualTo(2);
        assertThat(invocation.err()).contains("CURVE", "webhooks", "fan-out", "body", "owed", "workers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "throughput --backlog=0",
                "api --registrations=0",
                "api --duration=0",
                "api --rate=0",
                "crash --backlog=0",
                "crash --rounds=0",
                "latency --duration=0",
                "latency --rate=0",
                "neighbours --rounds=0",
                "neighbours --warm-up=-1",
                "neighbours --duration=0",
                "neighbours --duration=soon",
                "publisher --rate=0",
                "publisher --rate=NaN",
                "publisher --backlog=0",
                "publisher --set=WEBHOOKS_COLOUR=red",
                "publisher --set=WEBHOOKS_SEND_DEADLINE=soon",
                "owed --owed=0",
                "owed --answer-after=soon",
                "micro --forks=-1",
                "micro --warmups=-1",
                "micro --iterations=0",
                "micro --time=0",
                "neighbours --no-such-option",
                "scale --backlog=0 webhooks",
                "scale --points=0 webhooks",
                "scale --points=1,many webhooks",
                "scale --points=100,1 fan-out",
                "scale --points=10 body",
                "scale --plot=no-such-directory/plot.svg owed",
                "memory --xmx=much",
                "memory --owed=0",
                "memory --webhooks=1",
                "memory --backlog=0",
                "sizes --events=1",
                "churn --rate=1",
                "churn --duration=0"
            })
    void whatCannotBeRunIsWrongUsageAndStartsNothing(String arguments) {
        String[] words = arguments.split(" ", -1);
        String option = words[1].substring(2).split("=", -1)[0];

        Invocation invocation = Invocation.of(words);

        assertThat(invocation.exitCode()).isEqualTo(2);
        assertThat(invocation.err()).contains(option.equals("set") ? "WEBHOOKS_" : "--" + option);
        assertThat(invocation.err()).doesNotContain("starting");
    }
}
