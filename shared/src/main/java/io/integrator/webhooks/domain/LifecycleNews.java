package io.integrator.webhooks.domain;

import static java.util.Objects.requireNonNull;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Something that came to pass with a webhook and that the platform is told. It never carries the url, whose query may hold
 * credentials, nor a secret.
 *
 * @param integratorId whose webhook it is
 * @param data         what {@code asyncapi.yaml} says of the type; not to be changed
 */
public record LifecycleNews(LifecycleType type, String integratorId, UUID webhookId, JsonObject data) {

    public LifecycleNews {
        requireNonNull(type, "type");
        requireNonNull(integratorId, "integratorId");
        requireNonNull(webhookId, "webhookId");
        data = data.copy();
    }

    /** It is there, and subscribed to its events. */
    public static LifecycleNews registered(Webhook webhook) {
        return of(LifecycleType.REGISTERED, webhook, new JsonObject().put("events", wireNames(webhook.events())));
    }

    /** It is no more, and neither is what was owed to it. */
    public static LifecycleNews deleted(Webhook webhook) {
        return of(LifecycleType.DELETED, webhook, new JsonObject());
    }

    /** What follows from a change that somebody asked for; empty when nothing is other than it was. */
    public static List<LifecycleNews> ofChange(Webhook before, Webhook after) {
        List<LifecycleNews> news = new ArrayList<>();
        JsonArray changed = new JsonArray();
        if (!before.url().equals(after.url())) {
            changed.add("url");
        }
        if (!before.events().equals(after.events())) {
            changed.add("events");
        }
        if (!changed.isEmpty()) {
            news.add(of(
                    LifecycleType.UPDATED,
                    after,
                    new JsonObject().put("changed", changed).put("events", wireNames(after.events()))));
        }
        if (after.disabled() && !before.disabled()) {
            news.add(disabled(after.integratorId(), after.id(), DisabledReason.MANUAL, after.failureCount(), null));
        }
        if (before.disabled() && !after.disabled()) {
            news.add(of(LifecycleType.ENABLED, after, new JsonObject()));
        }
        return news;
    }

    /** Half of what disables it has come to pass. */
    public static LifecycleNews failing(String integratorId, UUID webhookId, int failureCount, Instant failingSince) {
        return of(LifecycleType.FAILING, integratorId, webhookId, streak(failureCount, failingSince));
    }

    /**
     * It will be disabled if it goes on like this.
     *
     * @param disablesAt the first failure from then on disables it
     */
    public static LifecycleNews disablingSoon(
            String integratorId, UUID webhookId, int failureCount, Instant failingSince, Instant disablesAt) {
        return of(
                LifecycleType.DISABLING_SOON,
                integratorId,
                webhookId,
                streak(failureCount, failingSince).put("disablesAt", disablesAt.toString()));
    }

    /**
     * Nothing is posted to it any more.
     *
     * @param failingSince null when there is no streak, or it isn't what disabled it
     */
    public static LifecycleNews disabled(
            String integratorId, UUID webhookId, DisabledReason reason, int failureCount, Instant failingSince) {
        return of(
                LifecycleType.DISABLED,
                integratorId,
                webhookId,
                streak(failureCount, failingSince).put("reason", reason.wireName()));
    }

    private static JsonObject streak(int failureCount, Instant failingSince) {
        JsonObject data = new JsonObject().put("failureCount", failureCount);
        return failingSince == null ? data : data.put("failingSince", failingSince.toString());
    }

    private static LifecycleNews of(LifecycleType type, Webhook webhook, JsonObject data) {
        return of(type, webhook.integratorId(), webhook.id(), data);
    }

    private static LifecycleNews of(LifecycleType type, String integratorId, UUID webhookId, JsonObject data) {
        JsonObject whole =
                new JsonObject().put("webhookId", webhookId.toString()).put("integratorId", integratorId);
        return new LifecycleNews(type, integratorId, webhookId, whole.mergeIn(data));
    }

    private static JsonArray wireNames(List<EventType> events) {
        return new JsonArray(events.stream().map(EventType::wireName).toList());
    }
}
