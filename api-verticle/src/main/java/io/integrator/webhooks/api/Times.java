package io.integrator.webhooks.api;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/** Times as requests give them (RFC 3339). */
final class Times {

    private static final String FAULT = "must be a time such as 2026-11-24T09:30:00Z";

    /** Nothing happened before, and nothing happens after; beyond, identifiers carry no time. */
    private static final Instant FIRST = Instant.EPOCH;

    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    private Times() {}

    /** The instant that a text gives, or the nearest that anything can have happened at; fails when it gives none. */
    static Instant read(String text) {
        Instant instant = OffsetDateTime.parse(text).toInstant();
        if (instant.isBefore(FIRST)) {
            return FIRST;
        }
        return instant.isAfter(LAST) ? LAST : instant;
    }

    /** The instant that a text gives; empty when it gives none, which is added to the faults. */
    static Optional<Instant> read(String text, String pointer, List<Fault> faults) {
        try {
            return Optional.of(read(text));
        } catch (DateTimeParseException e) {
            faults.add(new Fault(pointer, FAULT));
            return Optional.empty();
        }
    }

    /** An instant as the contract writes it; null when there is none. */
    static String text(Optional<Instant> instant) {
        return instant.map(Instant::toString).orElse(null);
    }

    /** That of a body's field; empty as well when it isn't there, or no text, which the schema tells. */
    static Optional<Instant> ofField(JsonObject body, String field, List<Fault> faults) {
        return body.getValue(field) instanceof String text ? read(text, "/" + field, faults) : Optional.empty();
    }
}
