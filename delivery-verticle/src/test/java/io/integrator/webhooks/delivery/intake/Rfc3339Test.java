package io.integrator.webhooks.delivery.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Rfc3339Test {

    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnnXXX");

    /** Of the year 1 to that of 9999, less a day at both ends. */
    @Property(tries = 500)
    void itIsReadAsTheJdkReadsIt(
            @ForAll @LongRange(min = -62_135_510_400L, max = 253_402_214_400L) long second,
            @ForAll @IntRange(max = 999_999_999) int nano,
            @ForAll @IntRange(min = -18 * 60, max = 18 * 60) int offsetMinutes) {
        ZoneOffset offset = ZoneOffset.ofTotalSeconds(offsetMinutes * 60);
        OffsetDateTime time =
                LocalDateTime.ofEpochSecond(second, nano, ZoneOffset.UTC).atOffset(offset);

        assertThat(Rfc3339.parse(FORM.format(time))).contains(time.toInstant());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-29T00:00:00Z",
                "2026-13-01T00:00:00Z",
                "2026-01-01T24:00:00Z",
                "2026-01-01T00:60:00Z",
                "2026-01-01T00:00:60Z",
                "2026-01-01T00:00:00+19:00",
                "2026-01-01T00:00:00",
                "2026-01-01T00:00:00.Z",
                "2026-01-01T00:00:00.0000000001Z",
                "0000-12-31T23:59:59Z",
                "9999-12-31T23:59:59-00:01",
                "٢٠٢٦-01-01T00:00:00Z",
                "2026-01-01 00:00:00Z",
                ""
            })
    void whatIsNoneIsRefused(String text) {
        assertThat(Rfc3339.parse(text)).isEmpty();
    }
}
