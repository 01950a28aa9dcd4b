package io.integrator.webhooks.delivery.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.integrator.webhooks.embedded.Corpus;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Corpus FIELDS = Corpus.of("retry-after");

    private static final Instant NOW = Instant.parse("1994-11-06T08:49:07Z");

    @ParameterizedTest
    @CsvSource({"0,0", "1,1", "120,120", "' 120 ',120", "007,7", "86400,86400"})
    void secondsAreTakenAsTheyAre(String field, long seconds) {
        assertThat(RetryAfter.read(field, NOW)).contains(Duration.ofSeconds(seconds));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994",
                "  Sun, 06 Nov 1994 08:49:37 GMT "
            })
    void aDateIsTakenInEachOfHttpsThreeForms(String field) {
        assertThat(RetryAfter.read(field, NOW)).contains(Duration.ofSeconds(30));
    }

    @Test
    void aDateThatIsNowAsksForNoWait() {
        assertThat(RetryAfter.read("Sun, 06 Nov 1994 08:49:07 GMT", NOW)).contains(Duration.ZERO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sun, 06 Nov 1994 08:49:06 GMT", "Thu, 01 Jan 1970 00:00:00 GMT"})
    void aDateInThePastIsIgnored(String field) {
        assertThat(RetryAfter.read(field, NOW)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "soon", "-5", "1.5", "1e3", "5s", "+5", "0x10", "٣", "120, 60", "tomorrow at noon"})
    void garbageIsIgnored(String field) {
        assertThat(RetryAfter.read(field, NOW)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "86401",
                "99999999",
                "9223372036854775807",
                "9223372036854775808",
                "999999999999999999999999999999",
                "Mon, 06 Nov 2034 08:49:37 GMT"
            })
    void whatIsHugeIsCutTo24Hours(String field) {
        assertThat(RetryAfter.read(field, NOW)).contains(Duration.ofHours(24));
    }

    @Property
    void noFieldThrowsOrGivesAWaitOutOfBounds(@ForAll String field) {
        assertThatCode(() -> RetryAfter.read(field, NOW)).doesNotThrowAnyException();
        assertThat(RetryAfter.read(field, NOW)).satisfies(wait -> {
            assertThat(wait.orElse(Duration.ZERO)).isBetween(Duration.ZERO, Duration.ofHours(24));
        });
    }

    @Property
    void noDamagedFieldThrowsOrGivesAWaitOutOfBounds(@ForAll long seed) {
        assertThat(RetryAfter.read(FIELDS.damagedText(seed), NOW).orElse(Duration.ZERO))
                .isBetween(Duration.ZERO, Duration.ofHours(24));
    }

    static Stream<Corpus.Input> fields() {
        return FIELDS.inputs();
    }

    @ParameterizedTest
    @MethodSource("fields")
    void aFieldThatIsKeptAsksForAWaitIfItsNameSaysSo(Corpus.Input field) {
        assertThat(RetryAfter.read(field.text(), NOW).isPresent())
                .isEqualTo(field.toString().startsWith("good-"));
    }

    @Property
    void noNumberThrowsOrGivesAWaitOutOfBounds(@ForAll long number) {
        assertThat(RetryAfter.read(Long.toString(number), NOW).orElse(Duration.ZERO))
                .isBetween(Duration.ZERO, Duration.ofHours(24));
    }
}
