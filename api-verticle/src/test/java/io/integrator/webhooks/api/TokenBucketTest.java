package io.integrator.webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TokenBucketTest {

    private static final long SECOND = 1_000_000_000L;

    private final TokenBucket bucket = new TokenBucket(2, 4, 0);

    @Test
    void aFullBucketGivesItsBurstAndNoMore() {
        long given = IntStream.range(0, 10).filter(i -> bucket.take(0)).count();

        assertThat(given).isEqualTo(4);
        assertThat(bucket.remaining()).isZero();
        assertThat(bucket.secondsToNext()).isEqualTo(1);
        assertThat(bucket.secondsToFull()).isEqualTo(2);
    }

    @Test
    void itFillsAtItsRate() {
        IntStream.range(0, 4).forEach(i -> bucket.take(0));

        assertThat(bucket.take(SECOND / 2 - 1)).isFalse();
        assertThat(bucket.take(SECOND / 2)).isTrue();
        assertThat(bucket.take(SECOND / 2)).isFalse();
    }

    @Test
    void itHoldsNoMoreThanItsBurstHoweverLongItFills() {
        bucket.take(0);

        bucket.take(3_600 * SECOND);

        assertThat(bucket.remaining()).isEqualTo(3);
    }
}
