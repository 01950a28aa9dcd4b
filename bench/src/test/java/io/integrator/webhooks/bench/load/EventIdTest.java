package io.integrator.webhooks.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventIdTest {

    @Property(tries = 200)
    void whatIsWrittenIsRead(
            @ForAll @IntRange(max = 99) int round,
            @ForAll @IntRange(max = 999_999_999) int number,
            @ForAll @LongRange(max = 9_999_999_999_999_999L) long micros) {
        EventId id = new EventId("r" + round + "p3", number, micros);

        assertThat(EventId.of(id.text())).contains(id);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "owed-17", "r1p2.3", "r1p2.3.x", "r1p2.3.4.5", "3f9a1c9e-0000-7000-8000-000000000000"})
    void anyOtherEventsIdIsNone(String text) {
        assertThat(EventId.of(text)).isEmpty();
    }
}
