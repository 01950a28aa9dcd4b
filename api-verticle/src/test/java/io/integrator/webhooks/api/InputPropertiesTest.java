package io.integrator.webhooks.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.integrator.webhooks.embedded.Corpus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of any cursor, condition, position, time or body, whoever sends it. */
class InputPropertiesTest {

    private static final Corpus CURSORS = Corpus.of("cursors");
    private static final Corpus CONDITIONS = Corpus.of("if-match");
    private static final Corpus POSITIONS = Corpus.of("last-event-id");
    private static final Corpus TIMES = Corpus.of("times");
    private static final Corpus BODIES = Corpus.of("bodies");

    private static final String TAG = "\"Zk3xq7LmT0yA9sVbW2cRdQ\"";
    private static final Duration BEFORE = Duration.ofSeconds(25);

    @Property(tries = 1_000)
    void aDamagedInputIsReadOrRefused(@ForAll long seed) {
        readCursor(CURSORS.damagedText(seed));
        readCondition(CONDITIONS.damagedText(seed));
        readPosition(POSITIONS.damagedText(seed));
        readTime(TIMES.damagedText(seed));
        readBody(BODIES.damaged(seed));
    }

    @Property
    void anyTextIsReadOrRefused(@ForAll String text) {
        readCursor(text);
        readCondition(text);
        readPosition(text);
        readTime(text);
        readBody(text.getBytes(UTF_8));
    }

    @Property
    void anyBytesAreABodyOrRefused(@ForAll byte[] bytes) {
        readBody(bytes);
    }

    @Property
    void anyNumberIsAPositionOrRefused(@ForAll long number) {
        readPosition(Long.toString(number));
    }

    static Stream<Corpus.Input> cursors() {
        return CURSORS.inputs();
    }

    @ParameterizedTest
    @MethodSource("cursors")
    void aCursorThatIsKeptIsReadIfItsNameSaysSo(Corpus.Input cursor) {
        assertThat(readCursor(cursor.text())).isEqualTo(cursor.toString().startsWith("good-"));
    }

    static Stream<Corpus.Input> conditions() {
        return CONDITIONS.inputs();
    }

    @ParameterizedTest
    @MethodSource("conditions")
    void aConditionThatIsKeptIsOneIfItsNameSaysSo(Corpus.Input condition) {
        assertThat(readCondition(condition.text()))
                .isEqualTo(condition.toString().startsWith("good-"));
    }

    static Stream<Corpus.Input> positions() {
        return POSITIONS.inputs();
    }

    @ParameterizedTest
    @MethodSource("positions")
    void aPositionThatIsKeptIsReadIfItsNameSaysSo(Corpus.Input position) {
        assertThat(readPosition(position.text())).isEqualTo(position.toString().startsWith("good-"));
    }

    static Stream<Corpus.Input> times() {
        return TIMES.inputs();
    }

    @ParameterizedTest
    @MethodSource("times")
    void aTimeThatIsKeptIsReadIfItsNameSaysSo(Corpus.Input time) {
        assertThat(readTime(time.text())).isEqualTo(time.toString().startsWith("good-"));
    }

    static Stream<Corpus.Input> bodies() {
        return BODIES.inputs();
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void aBodyThatIsKeptIsReadWithoutAFaultIfItsNameSaysSo(Corpus.Input body) {
        assertThat(readBody(body.bytes())).isEqualTo(body.toString().startsWith("good-"));
    }

    private static boolean readCursor(String text) {
        Optional<String> again = Cursor.read(text).map(Cursor::after);
        assertThat(again.orElse(text)).isEqualTo(text);
        return again.isPresent();
    }

    /** What isn't a condition is told as a fault, and is no state's. */
    private static boolean readCondition(String text) {
        Call call = new Call(
                new Caller(Optional.empty(), Set.of(), Instant.MAX), Map.of("If-Match", text), new JsonObject());
        boolean sound = EntityTag.faults(call).isEmpty();
        assertThat(EntityTag.matches(text, TAG)).isEqualTo(sound && (text.equals("*") || isIn(text)));
        return sound;
    }

    /** Weak ones are of no state. */
    private static boolean isIn(String tags) {
        return tags.replace("W/" + TAG, "").contains(TAG);
    }

    private static boolean readPosition(String text) {
        Optional<StreamPosition> position = StreamPosition.read(text);
        position.ifPresent(read -> {
            assertThat(Long.parseLong(read.text())).isEqualTo(Long.parseLong(text));
            assertThatCode(() -> read.leastId(BEFORE)).doesNotThrowAnyException();
        });
        return position.isPresent();
    }

    private static boolean readTime(String text) {
        List<Fault> faults = new ArrayList<>();
        Optional<Instant> time = Times.read(text, "query/since", faults);
        assertThat(faults).hasSize(time.isPresent() ? 0 : 1);
        time.ifPresent(read -> assertThat(read).isBetween(Instant.EPOCH, Instant.parse("9999-12-31T23:59:59Z")));
        return time.isPresent();
    }

    /** What is read whole is what any other reader reads, but that none of it is left out. */
    private static boolean readBody(byte[] bytes) {
        StrictJson.Reading reading = StrictJson.read(Buffer.buffer(bytes));
        boolean sound = reading.whole() && reading.faults().isEmpty();
        if (sound && (reading.value() instanceof JsonObject || reading.value() instanceof JsonArray)) {
            assertThat(reading.value()).isEqualTo(Buffer.buffer(bytes).toJsonValue());
        }
        assertThat(reading.whole() || !reading.faults().isEmpty()).isTrue();
        return sound;
    }
}
