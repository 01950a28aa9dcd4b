package io.integrator.webhooks.delivery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.DisabledReason;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisableRuleTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final DisableRule RULE = new DisableRule(20, Duration.ofDays(5));

    @ParameterizedTest
    @CsvSource({
        "20,432000,true",
        "21,999999,true",
        "20,431999,false",
        "19,999999,false",
        "1000,0,false",
        "0,999999,false"
    })
    void bothTheCountAndTheAgeHaveToBeReached(int failures, long ageInSeconds, boolean disables) {
        var reason = RULE.reasonFor(failures, NOW.minusSeconds(ageInSeconds), false, NOW);

        assertThat(reason.isPresent()).isEqualTo(disables);
        reason.ifPresent(why -> assertThat(why).isEqualTo(DisabledReason.FAILURES));
    }

    @Test
    void anAgeOfZeroCountsFailuresOnly() {
        DisableRule pure = new DisableRule(3, Duration.ZERO);

        assertThat(pure.reasonFor(3, NOW, false, NOW)).contains(DisabledReason.FAILURES);
        assertThat(pure.reasonFor(2, NOW, false, NOW)).isEmpty();
    }

    @Test
    void aWebhookThatIsGoneIsDisabledAtOnce() {
        assertThat(RULE.reasonFor(1, NOW, true, NOW)).contains(DisabledReason.GONE);
    }

    @Test
    void goneComesBeforeFailures() {
        assertThat(RULE.reasonFor(50, NOW.minus(Duration.ofDays(10)), true, NOW))
                .contains(DisabledReason.GONE);
    }

    @Test
    void aSuccessNeverDisables() {
        assertThat(RULE.reasonFor(0, null, false, NOW)).isEmpty();
        assertThat(new DisableRule(1, Duration.ZERO).reasonFor(0, null, false, NOW))
                .isEmpty();
    }
}
