package io.integrator.webhooks.delivery.policy;

import static io.integrator.webhooks.delivery.policy.Warning.DISABLING_SOON;
import static io.integrator.webhooks.delivery.policy.Warning.FAILING;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WarningRuleTest {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final WarningRule RULE = new WarningRule(20, Duration.ofDays(5));

    @ParameterizedTest
    @CsvSource({
        "10,216000,1",
        "9,999999,0",
        "10,215999,0",
        "1000,0,0",
        "20,345599,1",
        "19,345600,1",
        "20,345600,2",
        "0,999999,0"
    })
    void bothTheCountAndTheAgeHaveToBeReached(int failures, long ageInSeconds, int warnings) {
        var due = RULE.due(failures, NOW.minusSeconds(ageInSeconds), 0, NOW);

        assertThat(due).hasSize(warnings);
    }

    @Test
    void theWarningsComeInOrderAndOnceEach() {
        Instant longAgo = NOW.minus(Duration.ofHours(110));

        assertThat(RULE.due(25, longAgo, 0, NOW)).containsExactly(FAILING, DISABLING_SOON);
        assertThat(RULE.due(25, longAgo, 1, NOW)).containsExactly(DISABLING_SOON);
        assertThat(RULE.due(25, longAgo, 2, NOW)).isEmpty();
    }

    @Test
    void halfOfAnOddNumberIsRoundedUp() {
        WarningRule odd = new WarningRule(5, Duration.ZERO);

        assertThat(odd.due(2, NOW, 0, NOW)).isEmpty();
        assertThat(odd.due(3, NOW, 0, NOW)).containsExactly(FAILING);
    }

    @Test
    void anAgeOfZeroWarnsAtHalfOfTheCountAndOfNoTimeThatIsLeft() {
        WarningRule pure = new WarningRule(20, Duration.ZERO);

        assertThat(pure.due(10, NOW, 0, NOW)).containsExactly(FAILING);
        assertThat(pure.due(20, NOW, 0, NOW)).containsExactly(FAILING);
    }

    @Test
    void ofAShortAgeTheEndIsToldNoSoonerThanTheMiddle() {
        WarningRule brief = new WarningRule(20, Duration.ofHours(4));

        assertThat(brief.due(20, NOW.minusSeconds(7_199), 0, NOW)).isEmpty();
        assertThat(brief.due(19, NOW.minusSeconds(7_200), 0, NOW)).containsExactly(FAILING);
        assertThat(brief.due(20, NOW.minusSeconds(7_200), 1, NOW)).containsExactly(DISABLING_SOON);
    }

    @Test
    void aSuccessIsNoReasonToWarn() {
        assertThat(RULE.due(0, null, 0, NOW)).isEmpty();
        assertThat(new WarningRule(1, Duration.ZERO).due(0, null, 0, NOW)).isEmpty();
    }
}
