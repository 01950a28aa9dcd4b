package io.integrator.webhooks.delivery.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class OffsetLedgerTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");

    private final OffsetLedger ledger = new OffsetLedger();

    @Test
    void aFreshLedgerHasNothingToCommit() {
        assertThat(ledger.committable()).isEmpty();
        assertThat(ledger.unsettled()).isZero();
        assertThat(ledger.oldestUnsettled()).isEmpty();
    }

    @Test
    void whatComesBehindAnUnsettledRecordIsNotCommitted() {
        ledger.track(10, NOW);
        OffsetLedger.Entry later = ledger.track(11, NOW);

        ledger.settle(later);

        assertThat(ledger.committable()).hasValue(10);
    }

    @Test
    void holesAreNotWaitedFor() {
        OffsetLedger.Entry first = ledger.track(10, NOW);
        OffsetLedger.Entry second = ledger.track(900, NOW);

        ledger.settle(second);
        ledger.settle(first);

        assertThat(ledger.committable()).hasValue(901);
    }

    @Test
    void whatIsCommittedIsNotCommittedAgain() {
        ledger.settle(ledger.track(10, NOW));
        ledger.committed(11);

        assertThat(ledger.committable()).isEmpty();
    }

    @Test
    void anOlderCommitDoesNotTakeTheLedgerBack() {
        ledger.settle(ledger.track(10, NOW));
        ledger.committed(11);
        ledger.committed(5);

        assertThat(ledger.committable()).isEmpty();
    }

    @Test
    void whatIsSettledLateInAnOldLedgerMovesNothingInTheNewOne() {
        OffsetLedger.Entry late = ledger.track(10, NOW);
        OffsetLedger renewed = new OffsetLedger();
        renewed.track(10, NOW);

        ledger.settle(late);

        assertThat(renewed.committable()).hasValue(10);
        assertThat(renewed.unsettled()).isEqualTo(1);
    }

    @Test
    void anOffsetThatFallsBackIsRefusedWithItsValues() {
        ledger.track(10, NOW);

        assertThatThrownBy(() -> ledger.track(10, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("10");
        assertThatThrownBy(() -> ledger.track(9, NOW)).hasMessageContaining("9");
    }
}
