package io.integrator.webhooks.delivery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.settings.BreakerSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/** A breaker over any history of its webhook, held against {@code policy.md}'s row as plainly as it can be written. */
class BreakerHistoryTest {

    private static final BreakerSettings SETTINGS =
            new BreakerSettings(5, Duration.ofMinutes(1), Duration.ofMinutes(15));
    private static final List<Integer> PROBE_AFTER_MINUTES = List.of(1, 2, 4, 8, 15);
    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    /** What happens to a webhook. */
    sealed interface Step {}

    /** Time goes by. */
    record Pass(Duration time) implements Step {}

    /** An attempt of one of a few events ends; the probe when the breaker is open and its time has come, else none is made. */
    record Attempt(int event, boolean succeeds) implements Step {}

    /** An attempt ends that was in flight before, whatever the breaker is by now. */
    record EarlierAttempt(int event, boolean succeeds) implements Step {}

    /** Another worker has opened the webhook's breaker, and this one is given its next probe. */
    record Adopt(int probes) implements Step {}

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Duration> times = Arbitraries.integers().between(1, 20 * 60).map(Duration::ofSeconds);
        Arbitrary<Integer> events = Arbitraries.integers().between(1, 3);
        Arbitrary<Boolean> succeeds = Arbitraries.frequency(Tuple.of(1, true), Tuple.of(5, false));
        return Arbitraries.<Step>frequencyOf(
                        Tuple.of(4, times.map(Pass::new)),
                        Tuple.of(12, Combinators.combine(events, succeeds).as(Attempt::new)),
                        Tuple.of(2, Combinators.combine(events, succeeds).as(EarlierAttempt::new)),
                        Tuple.of(1, Arbitraries.integers().between(1, 8).map(Adopt::new)))
                .list()
                .ofMaxSize(80)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    @Property
    void theBreakerFollowsThePolicy(@ForAll("histories") List<Step> history) {
        Model model = new Model();
        Breaker breaker = Breaker.CLOSED;

        for (Step step : history) {
            if (step instanceof Pass pass) {
                model.now = model.now.plus(pass.time());
            } else if (step instanceof Adopt adopt) {
                breaker = breaker.adopted(adopt.probes());
                model.adopt(adopt.probes());
            } else if (step instanceof EarlierAttempt attempt) {
                breaker = after(breaker, attempt.event(), attempt.succeeds(), false, model.now);
                model.ended(attempt.event(), attempt.succeeds(), false);
            } else if (step instanceof Attempt attempt && !model.refuses()) {
                boolean probe = breaker.isOpen();
                breaker = after(breaker, attempt.event(), attempt.succeeds(), probe, model.now);
                model.ended(attempt.event(), attempt.succeeds(), probe);
            }
            compare(breaker, model);
        }

        Statistics.label("it opened")
                .collect(model.hasOpened)
                .coverage(share -> share.check(true).percentage(percent -> percent > 20));
    }

    private static Breaker after(Breaker breaker, int event, boolean succeeds, boolean probe, Instant now) {
        return succeeds ? breaker.succeeded() : breaker.failed(new UUID(0, event), probe, now, SETTINGS);
    }

    private static void compare(Breaker breaker, Model model) {
        assertThat(breaker.isOpen()).isEqualTo(model.open);
        assertThat(breaker.probes()).isEqualTo(model.open ? model.probe : 0);
        if (model.open) {
            assertThat(breaker.probeAt()).isEqualTo(model.probeAt);
            assertThat(breaker.limit()).isEqualTo(1);
        } else {
            assertThat(breaker.limit()).isEqualTo(model.ramp == 0 ? Breaker.UNLIMITED : 1 << model.ramp);
        }
    }

    private static final class Model {

        private final List<Integer> failedEvents = new ArrayList<>();
        private Instant now = START;
        private Instant probeAt = Instant.EPOCH;
        private boolean open;
        private boolean hasOpened;
        private int probe;

        /** How often concurrency has doubled since the breaker closed; 0 once it is as it was. */
        private int ramp;

        boolean refuses() {
            return open && now.isBefore(probeAt);
        }

        void adopt(int theirs) {
            if (!open) {
                open = true;
                probe = theirs;
                probeAt = Instant.EPOCH;
            }
        }

        void ended(int event, boolean succeeds, boolean asProbe) {
            if (succeeds) {
                failedEvents.clear();
                ramp = open ? 1 : ramp == 0 || ramp >= 16 ? 0 : ramp + 1;
                open = false;
            } else if (open) {
                if (asProbe) {
                    openFor(probe + 1);
                }
            } else {
                failedEvents.add(event);
                if (failedEvents.size() >= 5 && failedEvents.stream().distinct().count() >= 2) {
                    hasOpened = true;
                    openFor(1);
                }
            }
        }

        private void openFor(int coming) {
            open = true;
            probe = coming;
            int minutes = PROBE_AFTER_MINUTES.get(Math.min(coming, PROBE_AFTER_MINUTES.size()) - 1);
            probeAt = now.plus(Duration.ofMinutes(minutes));
        }
    }
}
