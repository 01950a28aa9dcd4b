package io.integrator.webhooks.bench.scene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KilledContestantTest {

    @Test
    void theKillComesAtAnotherPointInEachRoundAndNeverAtAnEnd() {
        List<Long> points = IntStream.range(0, 20)
                .mapToObj(round -> KilledContestant.killedAfter(round, 20_000))
                .toList();

        assertThat(points)
                .doesNotHaveDuplicates()
                .allSatisfy(point -> assertThat(point).isBetween(4_000L, 16_000L));
    }
}
