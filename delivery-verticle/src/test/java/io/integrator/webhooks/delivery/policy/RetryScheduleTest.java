package io.integrator.webhooks.delivery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.settings.RetrySettings;
import io.integrator.webhooks.settings.SettingReader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {

    private static final RetrySettings DEFAULTS = RetrySettings.read(new SettingReader(Map.of()));

    @Test
    void theDefaultsGiveTenAttemptsInAboutThreeDays() {
        RetrySchedule schedule = new RetrySchedule(DEFAULTS.schedule(), 0, new Random(1));

        List<Duration> waits = Stream.iterate(1, number -> number + 1)
                .map(schedule::after)
                .takeWhile(Optional::isPresent)
                .map(Optional::orElseThrow)
                .toList();

        assertThat(waits)
                .containsExactly(
                        Duration.ofSeconds(5),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(30),
                        Duration.ofHours(2),
                        Duration.ofHours(5),
                        Duration.ofHours(10),
                        Duration.ofHours(14),
                        Duration.ofHours(20),
                        Duration.ofHours(24));
        assertThat(waits.stream().reduce(Duration.ZERO, Duration::plus))
                .isBetween(Duration.ofHours(72), Duration.ofHours(80));
    }

    @Test
    void theLastAttemptHasNoWaitAfterIt() {
        RetrySchedule schedule = new RetrySchedule(DEFAULTS.schedule(), DEFAULTS.jitter(), new Random(1));

        assertThat(schedule.after(9)).isPresent();
        assertThat(schedule.after(10)).isEmpty();
        assertThat(schedule.after(11)).isEmpty();
    }

    @Property
    void aWaitIsJitteredWithinItsBounds(
            @ForAll @LongRange(min = 0, max = 86_400_000) long millis,
            @ForAll @DoubleRange(min = 0, max = 0.9) double jitter,
            @ForAll long seed) {
        RetrySchedule schedule = new RetrySchedule(List.of(Duration.ofMillis(millis)), jitter, new Random(seed));

        Duration wait = schedule.after(1).orElseThrow();

        assertThat((double) wait.toNanos()).isBetween(millis * 1e6 * (1 - jitter) - 1, millis * 1e6 * (1 + jitter) + 1);
    }

    /** The bits are what the jitter is drawn from, its extremes among them. */
    @Property
    void everyWaitIsOfItsOwnRowAndNoneComesAfterTheLast(
            @ForAll("schedules") List<Duration> rows,
            @ForAll @DoubleRange(min = 0, max = 1) double jitter,
            @ForAll long bits,
            @ForAll @IntRange(min = 1, max = 40) int number) {
        RetrySchedule schedule = new RetrySchedule(rows, jitter, () -> bits);

        Optional<Duration> wait = schedule.after(number);

        assertThat(wait.isPresent()).isEqualTo(number <= rows.size());
        wait.ifPresent(given -> {
            double row = rows.get(number - 1).toNanos();
            assertThat(given).isGreaterThanOrEqualTo(Duration.ZERO);
            assertThat((double) given.toNanos()).isBetween(row * (1 - jitter) - 1, row * (1 + jitter) + 1);
        });
    }

    @Provide
    Arbitrary<List<Duration>> schedules() {
        return Arbitraries.longs()
                .between(0, Duration.ofDays(30).toMillis())
                .map(Duration::ofMillis)
                .list()
                .ofMaxSize(20);
    }

    @Property(tries = 20)
    void theJitterSpreadsOverMostOfItsRange(@ForAll long seed, @ForAll @IntRange(min = 1, max = 9) int number) {
        RetrySchedule schedule = new RetrySchedule(DEFAULTS.schedule(), 0.2, new Random(seed));
        double nominal = DEFAULTS.schedule().get(number - 1).toNanos();

        List<Double> factors = IntStream.range(0, 500)
                .mapToObj(i -> schedule.after(number).orElseThrow().toNanos() / nominal)
                .toList();

        assertThat(factors).anyMatch(factor -> factor < 0.85).anyMatch(factor -> factor > 1.15);
    }
}
