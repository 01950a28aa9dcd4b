package io.integrator.webhooks.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TracingSettingsTest {

    @Test
    void aReceiverIsGivenWithWhatItWants() {
        TracingSettings settings = read(Map.of(
                "WEBHOOKS_TRACING_OTLP_ENDPOINT", "https://collector.example.com:4318/otlp",
                "WEBHOOKS_TRACING_OTLP_HEADERS", "x-key=hush=, x-tenant = payments",
                "WEBHOOKS_TRACING_SAMPLE", "0.5",
                "WEBHOOKS_TRACING_ATTRIBUTES", "deployment.environment.name=test"));

        assertThat(settings.endpoint()).contains(URI.create("https://collector.example.com:4318/otlp"));
        assertThat(settings.headers()).containsOnly(Map.entry("x-key", "hush="), Map.entry("x-tenant", "payments"));
        assertThat(settings.sample()).isEqualTo(0.5);
        assertThat(settings.attributes()).containsOnly(Map.entry("deployment.environment.name", "test"));
        assertThat(settings.toString()).doesNotContain("hush").contains("x-key");
    }

    @Test
    void withoutAReceiverNothingIsTraced() {
        assertThat(read(Map.of()).endpoint()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "collector:4318",
                "grpc://collector:4317",
                "http://",
                "http://user:password@collector:4318",
                "http://collector:4318/?key=hush",
                "http://collector:4318/#traces",
                "http://collector :4318"
            })
    void whatIsNoReceiverIsRefused(String endpoint) {
        assertThatThrownBy(() -> read(Map.of("WEBHOOKS_TRACING_OTLP_ENDPOINT", endpoint)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("WEBHOOKS_TRACING_OTLP_ENDPOINT is ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"hush", "=hush", "x-key=hush,", "x key=hush", "x-key=a\r\nhush", "x-key=hush,,x-b=c"})
    void fieldsThatAreNoneAreRefusedAndNotShown(String headers) {
        assertThatThrownBy(() -> read(Map.of("WEBHOOKS_TRACING_OTLP_HEADERS", headers)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("WEBHOOKS_TRACING_OTLP_HEADERS is malformed")
                .hasMessageNotContaining("hush");
    }

    private static TracingSettings read(Map<String, String> texts) {
        SettingReader reader = new SettingReader(texts);
        TracingSettings settings = TracingSettings.read(reader);
        reader.requireNoFaults();
        return settings;
    }
}
