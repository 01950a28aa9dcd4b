package io.integrator.webhooks.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackOffTest {

    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration MOST = Duration.ofSeconds(10);

    @Test
    void itDoublesUpToItsMost() {
        BackOff backOff = new BackOff(FIRST, MOST, 0);

        assertThat(IntStream.rangeClosed(1, 7).mapToObj(failures -> backOff.after(failures, new Random(1))))
                .extracting(Duration::toMillis)
                .containsExactly(500L, 1_000L, 2_000L, 4_000L, 8_000L, 10_000L, 10_000L);
        assertThat(backOff.after(Integer.MAX_VALUE, new Random(1))).isEqualTo(MOST);
    }

    @Test
    void itIsShorterByItsJitterAtMostAndNotTheSameForAll() {
        BackOff backOff = new BackOff(FIRST, MOST, 0.3);
        Random random = new Random(1);

        assertThat(IntStream.range(0, 100).mapToObj(each -> backOff.after(1, random)))
                .allMatch(pause -> pause.toMillis() >= 350 && pause.toMillis() <= 500)
                .hasSizeGreaterThan(1)
                .doesNotHaveDuplicates();
    }
}
