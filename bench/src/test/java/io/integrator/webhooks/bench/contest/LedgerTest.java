package io.integrator.webhooks.bench.contest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LedgerTest {

    private static final Account MEASURED = new Account(90, 90, 0, 90, 90, 0);
    private static final Account HANGING = new Account(10, 4, 0, 4, 1, 9);
    private static final Ledger BALANCED = new Ledger(100, 100, 0, MEASURED, HANGING);

    @Test
    void whatIsMadeOrOwedAndWrittenBalances() {
        assertThat(BALANCED.faults()).isEmpty();
        assertThat(BALANCED.isBalanced()).isTrue();
    }

    @Test
    void anEventThatIsNotRecordedIsAFault() {
        Ledger ledger = new Ledger(100, 99, 0, MEASURED, HANGING);

        assertThat(ledger.faults()).singleElement().asString().contains("100 events were published and 99");
    }

    @Test
    void aPostThatIsNotWrittenIsAFault() {
        Ledger ledger = new Ledger(100, 100, 0, MEASURED, new Account(10, 5, 0, 4, 1, 9));

        assertThat(ledger.faults()).singleElement().asString().contains("disturbing: 5 POSTs", "4 attempts");
    }

    @Test
    void aDeliveryThatIsNeitherMadeNorOwedIsAFault() {
        Ledger ledger = new Ledger(100, 100, 0, MEASURED, new Account(10, 4, 0, 4, 1, 8));

        assertThat(ledger.faults()).singleElement().asString().contains("of 10 deliveries 1 are made and 8 owed");
    }

    @Test
    void aMeasuredDeliveryThatIsOwedIsAFault() {
        Ledger ledger = new Ledger(100, 100, 0, new Account(90, 89, 0, 89, 89, 1), HANGING);

        assertThat(ledger.isBalanced()).isFalse();
        assertThat(ledger.faults()).anySatisfy(fault -> assertThat(fault).contains("1 deliveries are owed"));
    }

    @Test
    void aMeasuredDeliveryThatIsPostedTwiceIsAFault() {
        Ledger ledger = new Ledger(100, 100, 0, new Account(90, 91, 1, 91, 90, 0), HANGING);

        assertThat(ledger.faults()).singleElement().asString().contains("91 POSTs for 90 deliveries, 1 of them");
    }

    @Test
    void aPostOfAnEarlierPhaseIsAFault() {
        Ledger ledger = new Ledger(100, 100, 1, MEASURED, HANGING);

        assertThat(ledger.faults()).singleElement().asString().contains("1 POSTs of an earlier phase");
    }

    @Test
    void theLedgerOfARunIsTheSumOfItsPhases() {
        Ledger sum = Ledger.EMPTY.plus(BALANCED).plus(BALANCED);

        assertThat(sum.published()).isEqualTo(200);
        assertThat(sum.measured().posts()).isEqualTo(180);
        assertThat(sum.disturbing().owed()).isEqualTo(18);
        assertThat(sum.isBalanced()).isTrue();
    }

    @Test
    void afterAKillARepeatNeedNotBeWritten() {
        Ledger ledger = new Ledger(90, 90, 0, new Account(90, 95, 5, 90, 90, 0), Ledger.EMPTY.disturbing());

        assertThat(ledger.isBalanced()).isFalse();
        assertThat(ledger.after(1).faults()).isEmpty();
    }

    @Test
    void anEventThatAKillLostIsAFault() {
        Account lost = new Account(90, 94, 5, 89, 89, 0);
        Ledger ledger = new Ledger(90, 90, 0, lost, Ledger.EMPTY.disturbing()).after(1);

        assertThat(ledger.faults())
                .hasSize(2)
                .anySatisfy(fault -> assertThat(fault).contains("of 90 deliveries 89 have arrived"));
    }
}
