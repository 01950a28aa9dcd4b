package io.integrator.webhooks.domain;

import static java.util.Objects.requireNonNull;

import io.integrator.webhooks.signing.SigningKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * A webhook as a delivery worker sees it: where to post and how to sign. It is a snapshot, at most as old as the news of
 * the last change.
 *
 * @param secrets    what its deliveries are signed with, the newest first, each until its end; none when they can't be opened
 * @param revision   grows with each change of url and each enable; an outcome counts only for the revision it was sent to
 * @param disabled   when true nothing is posted and what comes is held
 * @param limited    whether its integrator has set limits that hold over all workers: nothing is then posted that hasn't been
 *     claimed from what is owed
 * @param waitsUntil nothing is posted before this instant (a Retry-After, or an open breaker)
 * @param headers    the integrator's own header fields, by name; they are sent with every attempt and stand for none of ours
 */
public record Target(
        UUID webhookId,
        String integratorId,
        String url,
        Set<EventType> events,
        List<SigningKey> secrets,
        int revision,
        boolean disabled,
        boolean limited,
        Instant waitsUntil,
        Map<String, String> headers) {

    public Target {
        requireNonNull(webhookId, "webhookId");
        requireNonNull(integratorId, "integratorId");
        requireNonNull(url, "url");
        events = Set.copyOf(events);
        secrets = List.copyOf(secrets);
        requireNonNull(waitsUntil, "waitsUntil");
        headers = Map.copyOf(headers);
    }

    /** One without header fields of its integrator's own. */
    public Target(
            UUID webhookId,
            String integratorId,
            String url,
            Set<EventType> events,
            List<SigningKey> secrets,
            int revision,
            boolean disabled,
            boolean limited,
            Instant waitsUntil) {
        this(webhookId, integratorId, url, events, secrets, revision, disabled, limited, waitsUntil, Map.of());
    }

    /** Whether events of this type are to be delivered, now or, while it is disabled, later. */
    public boolean subscribesTo(SentType type) {
        return events.contains(type);
    }

    /** Without its url and the values of its header fields, either of which may be credentials, and without keys. */
    @Override
    public String toString() {
        return "Target[webhookId=" + webhookId + ", integratorId=" + integratorId + ", revision=" + revision
                + ", disabled=" + disabled + ", headers=" + headers.keySet() + "]";
    }
}
