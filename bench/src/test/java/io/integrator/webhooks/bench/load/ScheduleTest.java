package io.integrator.webhooks.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScheduleTest {

    @Test
    void eventsAreDueAtAFixedRateFromTheStart() {
        Schedule schedule = new Schedule(5_000_000, 1_000);

        assertThat(schedule.at(0)).isEqualTo(5_000_000);
        assertThat(schedule.at(1)).isEqualTo(5_001_000);
        assertThat(schedule.at(10_000)).isEqualTo(15_000_000);
    }

    @Test
    void aBacklogIsDueAllAtOnce() {
        Schedule schedule = Schedule.atOnce();

        assertThat(schedule.at(20_000)).isEqualTo(schedule.at(0));
    }

    @Test
    void whatIsUntimedHasNoTime() {
        assertThat(Schedule.UNTIMED.at(17)).isZero();
    }
}
