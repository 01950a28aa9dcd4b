package io.integrator.webhooks.launcher;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class JsonObjectBytesTest {

    @Test
    void anObjectIsGivenBackAsItCame() {
        byte[] bytes = " {\"a\": {\"b\": [1.0, 1e3, null]}}\n".getBytes(UTF_8);

        assertThat(JsonObjectBytes.require(bytes)).isSameAs(bytes);
    }

    static Stream<byte[]> anythingElse() {
        return Stream.of(
                "".getBytes(UTF_8),
                "null".getBytes(UTF_8),
                "[{}]".getBytes(UTF_8),
                "{".getBytes(UTF_8),
                "{}}".getBytes(UTF_8),
                "{\"a\": 01}".getBytes(UTF_8),
                "\uFEFF{}".getBytes(UTF_8),
                "{}".getBytes(UTF_16BE),
                new byte[] {'{', '"', (byte) 0xC3, '"', ':', '1', '}'});
    }

    @ParameterizedTest
    @MethodSource("anythingElse")
    void anythingElseIsRefused(byte[] bytes) {
        assertThatThrownBy(() -> JsonObjectBytes.require(bytes)).isInstanceOf(IllegalArgumentException.class);
    }
}
