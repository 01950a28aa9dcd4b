package io.integrator.webhooks.bench.report;

import io.vertx.core.json.JsonObject;

/**
 * What one statement takes, in milliseconds.
 *
 * @param owed deliveries that are owed meanwhile
 */
public record Cost(String statement, long owed, Spread millis) {

    /** {@code {"statement", "owed", "ms"}}. */
    public JsonObject json() {
        return new JsonObject().put("statement", statement).put("owed", owed).put("ms", millis.json());
    }
}
