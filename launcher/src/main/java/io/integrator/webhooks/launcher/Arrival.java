package io.integrator.webhooks.launcher;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * A request that came to {@code listen}.
 *
 * @param webhookId the {@code webhook-id} field, null when there is none
 * @param timestamp the {@code webhook-timestamp} field, null when there is none
 * @param status    what was answered
 */
record Arrival(
        Instant at,
        String method,
        String path,
        String webhookId,
        String timestamp,
        SignatureCheck.Verdict verdict,
        String body,
        int status) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneId.systemDefault());

    /** One line. The body is a string, so that it is there as it came, whatever it is. */
    String json() {
        return new JsonObject()
                .put("webhookId", webhookId)
                .put(
                        "timestamp",
                        timestamp == null || !timestamp.matches("\\d{1,18}") ? timestamp : Long.valueOf(timestamp))
                .put("type", type())
                .put("verified", verdict.verified())
                .put("body", body)
                .put("status", status)
                .encode();
    }

    /** For people. */
    String readable() {
        return "%s  %s %s  webhook-id %s  %s%n              %s%n              answered %d"
                .formatted(TIME.format(at), method, path, webhookId, verdict.text(), body, status);
    }

    private String type() {
        try {
            return new JsonObject(body).getValue("type") instanceof String type ? type : null;
        } catch (DecodeException e) {
            return null;
        }
    }
}
