package io.integrator.webhooks.store;

import static io.integrator.webhooks.store.TestAttempts.FAILED;
import static io.integrator.webhooks.store.TestAttempts.GONE;
import static io.integrator.webhooks.store.TestAttempts.OK;
import static io.integrator.webhooks.store.TestAttempts.OURS;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.store.AttemptStore.Entry;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AttemptTallyTest {

    private final UUID webhook = UUID.randomUUID();
    private final TestAttempts attempts = new TestAttempts("acme");

    @Test
    void failuresAfterTheLastSuccessCountSinceTheFirstOfThem() {
        List<AttemptTally> tallies = AttemptTally.of(
                List.of(entry(FAILED, 4), entry(FAILED, 1), entry(OK, 2), entry(FAILED, 3), entry(OURS, 5)));

        assertThat(tallies).containsExactly(new AttemptTally(webhook, 1, true, 2, attempts.endOf(3), false));
    }

    @Test
    void successesAloneLeaveNoFailure() {
        List<AttemptTally> tallies = AttemptTally.of(List.of(entry(OK, 1), entry(OK, 2)));

        assertThat(tallies).containsExactly(new AttemptTally(webhook, 1, true, 0, null, false));
    }

    @Test
    void goneIsToldEvenBeforeASuccess() {
        List<AttemptTally> tallies = AttemptTally.of(List.of(entry(GONE, 1), entry(OK, 2)));

        assertThat(tallies).containsExactly(new AttemptTally(webhook, 1, true, 0, null, true));
    }

    @Test
    void revisionsAndWebhooksAreTalliedApart() {
        UUID other = UUID.randomUUID();

        List<AttemptTally> tallies = AttemptTally.of(
                List.of(entry(FAILED, 1), attempts.entry(webhook, FAILED, 2, 2), attempts.entry(other, FAILED, 3, 1)));

        assertThat(tallies)
                .containsExactlyInAnyOrder(
                        new AttemptTally(webhook, 1, false, 1, attempts.endOf(1), false),
                        new AttemptTally(webhook, 2, false, 1, attempts.endOf(2), false),
                        new AttemptTally(other, 1, false, 1, attempts.endOf(3), false));
    }

    private Entry entry(Outcome outcome, int second) {
        return attempts.entry(webhook, outcome, second, 1);
    }
}
