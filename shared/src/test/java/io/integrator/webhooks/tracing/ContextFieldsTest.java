package io.integrator.webhooks.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.TraceContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ContextFieldsTest {

    private static final String TRACE_ID = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String TRACEPARENT = "00-" + TRACE_ID + "-00f067aa0ba902b7-01";

    @Example
    void aWellFormedContextIsRead() {
        Optional<TraceContext> read = read(TRACEPARENT, "rojo=00f067aa0ba902b7, congo=t61rcWkgMzE");

        assertThat(read).contains(new TraceContext(TRACEPARENT, "rojo=00f067aa0ba902b7,congo=t61rcWkgMzE"));
        assertThat(read.get().traceId()).isEqualTo(TRACE_ID);
    }

    @Example
    void aLaterVersionIsReadAsFarAsItIsKnown() {
        assertThat(read("cc" + TRACEPARENT.substring(2) + "-what-comes", ""))
                .map(TraceContext::traceparent)
                .contains(TRACEPARENT);
    }

    @Example
    void aMalformedTraceparentIsIgnoredWithItsTracestate() {
        List<String> malformed = List.of(
                "",
                "ff" + TRACEPARENT.substring(2),
                TRACEPARENT.toUpperCase(Locale.ROOT),
                TRACEPARENT + "-more",
                TRACEPARENT + " ",
                TRACEPARENT.substring(1),
                TRACEPARENT.replace(TRACE_ID, "0".repeat(32)),
                TRACEPARENT.replace("00f067aa0ba902b7", "0".repeat(16)),
                TRACEPARENT.replace('-', '_'),
                "cc" + TRACEPARENT.substring(2) + "-" + "x".repeat(1_000_000));

        assertThat(malformed).allSatisfy(text -> assertThat(read(text, "a=b")).isEmpty());
    }

    @Example
    void severalTraceparentsAreNone() {
        assertThat(ContextFields.read(List.of(TRACEPARENT, TRACEPARENT), List.of()))
                .isEmpty();
    }

    @Example
    void severalTracestatesAreOneList() {
        assertThat(ContextFields.read(List.of(TRACEPARENT), List.of("a=1", "b=2")))
                .map(TraceContext::tracestate)
                .contains("a=1,b=2");
    }

    @Example
    void aMalformedTracestateIsIgnoredAlone() {
        List<String> malformed =
                List.of("a", "a=\0", "a=\u00e9", "=b", "A=b", "a=b,".repeat(64), "a=" + "b".repeat(600));

        assertThat(malformed)
                .allSatisfy(text -> assertThat(read(TRACEPARENT, text)).contains(new TraceContext(TRACEPARENT, "")));
    }

    @Property
    void whateverIsReadIsFitForAColumnAndComesBackFromIt(@ForAll String tracestate) {
        TraceContext read = read(TRACEPARENT, tracestate).orElseThrow();

        assertThat(read.text()).matches("[ -~]{55,568}");
        assertThat(TraceContext.ofText(read.text())).contains(read);
    }

    @Property
    void nothingThatIsSentFails(@ForAll String traceparent, @ForAll String tracestate) {
        assertThat(read(traceparent, tracestate)).isEmpty();
    }

    @Example
    void whatAColumnCannotHaveGotFromHereIsNone() {
        assertThat(List.of("", "x".repeat(55), TRACEPARENT + " a=\0", TRACEPARENT.substring(1)))
                .allSatisfy(text -> assertThat(TraceContext.ofText(text)).isEmpty());
        assertThat(TraceContext.ofText(null)).isEmpty();
    }

    private static Optional<TraceContext> read(String traceparent, String tracestate) {
        return ContextFields.read(List.of(traceparent), tracestate.isEmpty() ? List.of() : List.of(tracestate));
    }
}
