package io.integrator.webhooks.delivery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.Lease;
import io.integrator.webhooks.settings.SendSettings;
import io.integrator.webhooks.settings.SettingReader;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class LeaseTermTest {

    private static final Instant CLAIMED = Instant.parse("2026-11-23T10:00:00Z");
    private static final Duration JOURNAL = Duration.ofSeconds(10);

    @Provide
    Arbitrary<Duration> deadlines() {
        return Combinators.combine(Arbitraries.integers().between(1, 2_000), Arbitraries.of("ms", "s", "m", "h"))
                .as((amount, unit) -> SendSettings.read(
                                new SettingReader(Map.of("WEBHOOKS_SEND_DEADLINE", amount + unit)))
                        .deadline());
    }

    @Test
    void withTheDefaultsALeaseIsAMinute() {
        LeaseTerm term =
                new LeaseTerm(SendSettings.read(new SettingReader(Map.of())).deadline());

        assertThat(term.granted()).isEqualTo(Duration.ofMinutes(1));
    }

    @Property
    void aLeaseIsNeverShorterThanASendAndItsJournalEntry(@ForAll("deadlines") Duration deadline) {
        LeaseTerm term = new LeaseTerm(deadline);

        assertThat(term.granted()).isGreaterThanOrEqualTo(deadline.plus(JOURNAL));
    }

    @Property
    void whatIsClaimedMayBeSentAtOnceAndAfterAWholeSendBeforeIt(@ForAll("deadlines") Duration deadline) {
        LeaseTerm term = new LeaseTerm(deadline);
        Lease lease = leaseOf(term);

        assertThat(term.leavesTimeToSend(lease, CLAIMED)).isTrue();
        assertThat(term.leavesTimeToSend(lease, CLAIMED.plus(deadline))).isTrue();
    }

    @Property
    void whateverMayBeSentIsRecordedBeforeTheLeaseEnds(
            @ForAll("deadlines") Duration deadline, @ForAll @LongRange(min = 0, max = 100_000_000) long waitedMs) {
        LeaseTerm term = new LeaseTerm(deadline);
        Lease lease = leaseOf(term);
        Instant start = CLAIMED.plusMillis(waitedMs);

        boolean mayBeSent = term.leavesTimeToSend(lease, start);

        Instant recorded = start.plus(deadline).plus(JOURNAL);
        assertThat(mayBeSent).isEqualTo(!recorded.isAfter(CLAIMED.plus(term.granted())));
    }

    private static Lease leaseOf(LeaseTerm term) {
        return new Lease(new UUID(0, 1), CLAIMED.plus(term.granted()));
    }
}
