package io.integrator.webhooks.delivery.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.settings.BreakerSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class BreakerTest {

    private static final BreakerSettings SETTINGS =
            new BreakerSettings(5, Duration.ofMinutes(1), Duration.ofMinutes(15));
    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final UUID ONE = new UUID(0, 1);
    private static final UUID OTHER = new UUID(0, 2);

    @Test
    void oneEventThatFailsForEverDoesNotOpenIt() {
        Breaker breaker = failed(Breaker.CLOSED, 50, ONE);

        assertThat(breaker.isOpen()).isFalse();
        assertThat(failed(breaker, 1, OTHER).isOpen()).isTrue();
    }

    @Test
    void fourFailuresDoNotOpenItAndTheFifthDoes() {
        Breaker breaker = failed(failed(Breaker.CLOSED, 3, ONE), 1, OTHER);

        assertThat(breaker.isOpen()).isFalse();
        assertThat(failed(breaker, 1, ONE).isOpen()).isTrue();
    }

    @Test
    void aSuccessInBetweenStartsTheCountAfresh() {
        Breaker breaker = failed(failed(Breaker.CLOSED, 3, ONE), 1, OTHER).succeeded();

        assertThat(failed(failed(breaker, 3, ONE), 1, OTHER).isOpen()).isFalse();
    }

    @Test
    void theWaitDoublesUpToTheMaximum() {
        Breaker breaker = open();
        List<Duration> waits = new ArrayList<>();

        for (int probe = 0; probe < 7; probe++) {
            waits.add(Duration.between(NOW, breaker.probeAt()));
            breaker = breaker.failed(ONE, true, NOW, SETTINGS);
        }

        assertThat(waits.stream().map(Duration::toMinutes)).containsExactly(1L, 2L, 4L, 8L, 15L, 15L, 15L);
    }

    @Test
    void whatWasInFlightWhenItOpenedChangesNothing() {
        Breaker breaker = open();

        assertThat(breaker.failed(ONE, false, NOW.plusSeconds(9), SETTINGS)).isEqualTo(breaker);
    }

    @Test
    void aSuccessClosesItAndConcurrencyRampsUp() {
        Breaker breaker = open().succeeded();
        List<Integer> limits = new ArrayList<>();

        assertThat(breaker.isOpen()).isFalse();
        for (int success = 0; success < 4; success++) {
            limits.add(breaker.limit());
            breaker = breaker.succeeded();
        }
        assertThat(limits).containsExactly(2, 4, 8, 16);
    }

    @Test
    void afterTheRampNothingIsRemembered() {
        Breaker breaker = open();

        for (int success = 0; success < 20; success++) {
            breaker = breaker.succeeded();
        }

        assertThat(breaker).isEqualTo(Breaker.CLOSED);
    }

    @Test
    void aFailureWhileItRampsUpKeepsTheLimit() {
        Breaker breaker = open().succeeded().succeeded();

        assertThat(failed(breaker, 1, ONE).limit()).isEqualTo(4);
    }

    @Test
    void aBreakerThatAnotherWorkerOpenedIsGoneOnWith() {
        Breaker adopted = Breaker.CLOSED.adopted(3);

        assertThat(adopted.isOpen()).isTrue();
        assertThat(adopted.limit()).isEqualTo(1);
        assertThat(adopted.failed(ONE, true, NOW, SETTINGS).probeAt()).isEqualTo(NOW.plus(Duration.ofMinutes(8)));
    }

    @Test
    void aBreakerThatIsOpenAdoptsNothing() {
        assertThat(open().adopted(7)).isEqualTo(open());
    }

    private static Breaker open() {
        return failed(failed(Breaker.CLOSED, 4, ONE), 1, OTHER);
    }

    private static Breaker failed(Breaker breaker, int times, UUID event) {
        Breaker result = breaker;
        for (int i = 0; i < times; i++) {
            result = result.failed(event, false, NOW, SETTINGS);
        }
        return result;
    }
}
