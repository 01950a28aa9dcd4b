package io.integrator.webhooks.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookSecretTest {

    @Test
    void theTextFormGivesTheSameKey() {
        WebhookSecret secret = WebhookSecret.generate();

        WebhookSecret read = WebhookSecret.parse(secret.text());

        assertThat(read.key()).isEqualTo(secret.key()).hasSize(32);
        assertThat(read.text()).isEqualTo(secret.text()).startsWith("whsec_");
    }

    @Test
    void eachSecretIsNew() {
        assertThat(WebhookSecret.generate().text())
                .isNotEqualTo(WebhookSecret.generate().text());
    }

    @Test
    void theStringFormHidesTheKey() {
        assertThat(WebhookSecret.generate()).hasToString("whsec_…");
    }

    @Test
    void theKeyCanNotBeChangedFromOutside() {
        byte[] key = {1, 2, 3};
        WebhookSecret secret = WebhookSecret.ofKey(key);

        key[0] = 9;
        secret.key()[1] = 9;

        assertThat(secret.key()).containsExactly(1, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hunter2", "whsec_hunter2!", "WHSEC_hunter2", "whsec-hunter2"})
    void aMalformedTextIsRefusedWithoutBeingRepeated(String text) {
        assertThatThrownBy(() -> WebhookSecret.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("whsec_")
                .hasMessageNotContaining("hunter2");
    }
}
