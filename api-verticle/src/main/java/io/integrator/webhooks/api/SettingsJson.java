package io.integrator.webhooks.api;

import io.integrator.webhooks.domain.WebhookSettings;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A webhook's settings as the contract writes them, and changes to them as requests give them. */
final class SettingsJson {

    private static final String DESCRIPTION = "description";
    private static final String MAX_IN_FLIGHT = "maxInFlight";
    private static final String RATE_PER_SECOND = "ratePerSecond";
    private static final String HEADERS = "headers";

    private SettingsJson() {}

    static JsonObject of(WebhookSettings settings) {
        return new JsonObject()
                .put(DESCRIPTION, settings.description())
                .put(MAX_IN_FLIGHT, settings.maxInFlight().orElse(null))
                .put(RATE_PER_SECOND, settings.ratePerSecond().orElse(null))
                .put(HEADERS, new JsonObject(new LinkedHashMap<>(settings.headers())));
    }

    /** The settings with the fields of a request that the contract admits; one that is null goes back to its default. */
    static WebhookSettings patched(WebhookSettings before, JsonObject request) {
        return new WebhookSettings(
                request.containsKey(DESCRIPTION)
                        ? Optional.ofNullable(request.getString(DESCRIPTION)).orElse("")
                        : before.description(),
                number(request, MAX_IN_FLIGHT, before.maxInFlight()),
                number(request, RATE_PER_SECOND, before.ratePerSecond()),
                request.containsKey(HEADERS) ? headers(request) : before.headers());
    }

    private static Optional<Integer> number(JsonObject request, String field, Optional<Integer> before) {
        return request.containsKey(field) ? Optional.ofNullable(request.getInteger(field)) : before;
    }

    private static Map<String, String> headers(JsonObject request) {
        Map<String, String> headers = new LinkedHashMap<>();
        Optional.ofNullable(request.getJsonObject(HEADERS))
                .ifPresent(given -> given.forEach(header -> headers.put(header.getKey(), (String) header.getValue())));
        return headers;
    }
}
