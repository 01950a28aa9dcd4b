package io.integrator.webhooks.domain;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an integrator sets for a webhook besides the published fields.
 *
 * @param description   for its people to read; empty for none
 * @param maxInFlight   requests at once over all workers; empty for the service's own bound
 * @param ratePerSecond requests a second over all workers; empty for no bound
 * @param headers       fields that are sent with every attempt, by name
 */
public record WebhookSettings(
        String description,
        Optional<Integer> maxInFlight,
        Optional<Integer> ratePerSecond,
        Map<String, String> headers) {

    public WebhookSettings {
        requireNonNull(description, "description");
        requireNonNull(maxInFlight, "maxInFlight");
        requireNonNull(ratePerSecond, "ratePerSecond");
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    }

    /** Without the values of header fields, which may be credentials. */
    @Override
    public String toString() {
        return "WebhookSettings[maxInFlight=" + maxInFlight + ", ratePerSecond=" + ratePerSecond + ", headers="
                + headers.keySet() + "]";
    }
}
