package io.integrator.webhooks.delivery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.DisabledReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.statistics.Statistics;

/** What is told over any history of a webhook's attempts, held against what the policy says of each streak. */
class WarningHistoryTest {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    /** An attempt that ends so many minutes after the one before. */
    record Step(int minutesLater, boolean succeeds) {}

    /** A warning, by the index of the attempt after which it was given. */
    record Given(int attempt, Warning warning) {}

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Integer> minutes =
                Arbitraries.integers().between(0, 24 * 60).withDistribution(RandomDistribution.uniform());
        Arbitrary<Boolean> successes = Arbitraries.frequency(Tuple.of(1, true), Tuple.of(30, false));
        return Combinators.combine(minutes, successes)
                .as(Step::new)
                .list()
                .ofMaxSize(60)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    @Property(tries = 500)
    void eachStreakIsWarnedOfOnceWhenItIsDue(
            @ForAll("histories") List<Step> history,
            @ForAll @IntRange(min = 1, max = 25) int failures,
            @ForAll @IntRange(max = 130) int ageInHours) {
        Duration age = Duration.ofHours(ageInHours);

        List<Given> given = follow(history, new WarningRule(failures, age), new DisableRule(failures, age));

        assertThat(given).isEqualTo(expected(history, failures, age));
        Statistics.label("warnings")
                .collect(Math.min(given.size(), 2))
                .coverage(share -> share.check(2).percentage(percent -> percent > 3));
    }

    /** As the journal asks: only after a failure, and not when it disables. */
    private static List<Given> follow(List<Step> history, WarningRule rule, DisableRule disableRule) {
        List<Given> all = new ArrayList<>();
        Instant now = START;
        int count = 0;
        int warned = 0;
        Instant since = null;
        for (int attempt = 0; attempt < history.size(); attempt++) {
            now = now.plus(Duration.ofMinutes(history.get(attempt).minutesLater()));
            if (history.get(attempt).succeeds()) {
                count = 0;
                warned = 0;
                since = null;
                continue;
            }
            count++;
            since = since == null ? now : since;
            Optional<DisabledReason> disabled = disableRule.reasonFor(count, since, false, now);
            if (disabled.isPresent()) {
                return all;
            }
            for (Warning warning : rule.due(count, since, warned, now)) {
                all.add(new Given(attempt, warning));
                warned++;
            }
        }
        return all;
    }

    /** By looking back from each failure over its whole streak, without any memory of what was told. */
    private static List<Given> expected(List<Step> history, int failures, Duration age) {
        List<Given> all = new ArrayList<>();
        for (int attempt = 0; attempt < history.size(); attempt++) {
            if (history.get(attempt).succeeds()) {
                continue;
            }
            if (minutesAreReached(history, attempt, failures, age.toMinutes())) {
                return all;
            }
            if (isFirst(history, attempt, (failures + 1) / 2, age.toMinutes() / 2)) {
                all.add(new Given(attempt, Warning.FAILING));
            }
            long soon = age.toMinutes() - Math.min(24 * 60, age.toMinutes() / 2);
            if (!age.isZero() && isFirst(history, attempt, failures, soon)) {
                all.add(new Given(attempt, Warning.DISABLING_SOON));
            }
        }
        return all;
    }

    private static boolean isFirst(List<Step> history, int attempt, int failures, long minutes) {
        boolean before = attempt > 0
                && !history.get(attempt - 1).succeeds()
                && minutesAreReached(history, attempt - 1, failures, minutes);
        return !before && minutesAreReached(history, attempt, failures, minutes);
    }

    private static boolean minutesAreReached(List<Step> history, int attempt, int failures, long minutes) {
        int first = attempt;
        long age = 0;
        while (first > 0 && !history.get(first - 1).succeeds()) {
            age += history.get(first).minutesLater();
            first--;
        }
        return attempt - first + 1 >= failures && age >= minutes;
    }
}
