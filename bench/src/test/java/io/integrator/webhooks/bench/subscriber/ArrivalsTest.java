package io.integrator.webhooks.bench.subscriber;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.bench.load.EventId;
import io.integrator.webhooks.bench.load.Group;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArrivalsTest {

    private static final long SCHEDULED = 1_000_000;

    private final Arrivals arrivals = new Arrivals();

    @BeforeEach
    void begin() {
        arrivals.begin("r1p0");
    }

    @Test
    void aLatencyIsCountedFromTheScheduledTime() {
        arrivals.arrived(Group.MEASURED, 0, event("r1p0", 0, SCHEDULED), SCHEDULED + 750);

        Tally tally = arrivals.tallies(0).of(Group.MEASURED);

        assertThat(tally.posts()).isEqualTo(1);
        assertThat(tally.latencies().getTotalCount()).isEqualTo(1);
        assertThat(tally.latencies().getMaxValue()).isEqualTo(750);
    }

    @Test
    void aRepeatIsAPostButNoSecondArrival() {
        arrivals.arrived(Group.MEASURED, 0, event("r1p0", 0, SCHEDULED), SCHEDULED + 750);
        arrivals.arrived(Group.MEASURED, 0, event("r1p0", 0, SCHEDULED), SCHEDULED + 9_000);

        Tally tally = arrivals.tallies(0).of(Group.MEASURED);

        assertThat(tally.posts()).isEqualTo(2);
        assertThat(tally.repeats()).isEqualTo(1);
        assertThat(tally.latencies().getTotalCount()).isEqualTo(1);
        assertThat(arrivals.arrived(Group.MEASURED)).isEqualTo(1);
    }

    @Test
    void anEventArrivesOnceAtEachOfItsWebhooks() {
        arrivals.arrived(Group.MEASURED, 0, event("r1p0", 0, SCHEDULED), SCHEDULED + 750);
        arrivals.arrived(Group.MEASURED, 999, event("r1p0", 0, SCHEDULED), SCHEDULED + 800);
        arrivals.arrived(Group.MEASURED, 999, event("r1p0", 0, SCHEDULED), SCHEDULED + 900);

        Tally tally = arrivals.tallies(0).of(Group.MEASURED);

        assertThat(tally.posts()).isEqualTo(3);
        assertThat(tally.repeats()).isEqualTo(1);
        assertThat(tally.latencies().getTotalCount()).isEqualTo(2);
    }

    @Test
    void whatIsUntimedIsCountedOnly() {
        arrivals.arrived(Group.MEASURED, 0, event("r1p0", 0, 0), SCHEDULED);

        Tally tally = arrivals.tallies(0).of(Group.MEASURED);

        assertThat(tally.posts()).isEqualTo(1);
        assertThat(tally.latencies().getTotalCount()).isZero();
    }

    @Test
    void theGroupsAreCountedApart() {
        arrivals.arrived(Group.DISTURBING, 0, event("r1p0", 0, SCHEDULED), SCHEDULED);
        arrivals.arrived(Group.DISTURBING, 0, Optional.empty(), SCHEDULED);

        Tallies tallies = arrivals.tallies(0);

        assertThat(tallies.of(Group.MEASURED).posts()).isZero();
        assertThat(tallies.of(Group.DISTURBING).posts()).isEqualTo(2);
    }

    @Test
    void anEventOfAnEarlierPhaseIsAStray() {
        arrivals.arrived(Group.MEASURED, 0, event("r0p3", 0, SCHEDULED), SCHEDULED);

        Tallies tallies = arrivals.tallies(0);

        assertThat(tallies.strays()).isEqualTo(1);
        assertThat(tallies.of(Group.MEASURED).posts()).isZero();
    }

    @Test
    void aPhaseBeginsWithNothing() {
        arrivals.arrived(Group.MEASURED, 0, event("r1p0", 0, SCHEDULED), SCHEDULED + 750);

        arrivals.begin("r1p1");

        Tallies tallies = arrivals.tallies(0);
        assertThat(tallies.of(Group.MEASURED).posts()).isZero();
        assertThat(tallies.of(Group.MEASURED).latencies().getTotalCount()).isZero();
    }

    @Test
    void whatIsToldToTheBenchmarkIsWhatWasCounted() {
        arrivals.arrived(Group.MEASURED, 0, event("r1p0", 0, SCHEDULED), SCHEDULED + 750);
        arrivals.arrived(Group.DISTURBING, 0, event("r0p3", 0, SCHEDULED), SCHEDULED);
        Tallies counted = arrivals.tallies(3);

        Tallies told = Tallies.of(counted.toJson());

        assertThat(told).isEqualTo(counted);
    }

    private static Optional<EventId> event(String phase, int number, long scheduled) {
        return Optional.of(new EventId(phase, number, scheduled));
    }
}
