package io.integrator.webhooks.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.integrator.webhooks.bench.environment.BenchDatabase;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.domain.Webhook;
import io.integrator.webhooks.launcher.Await;
import io.integrator.webhooks.signing.SecretCipher;
import io.integrator.webhooks.store.Creation;
import io.integrator.webhooks.store.IdempotentRequest;
import io.integrator.webhooks.store.IntegratorStore;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.integrator.webhooks.store.WebhookStore;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Webhooks as the API registers them, each with an idempotency key, four for each integrator. Blocks. */
final class SizedWebhooks {

    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int OF_AN_INTEGRATOR = 4;
    private static final int BACKLOG_RATE = 10;
    private static final int HASH_BYTES = 32;
    private static final List<EventType> EVENTS = List.of(EventType.PAYMENT_CREATED, EventType.PAYMENT_COMPLETED);

    private final IntegratorStore integrators;
    private final WebhookStore webhooks;

    SizedWebhooks(BenchDatabase database) {
        this.integrators = new IntegratorStore(database.pool());
        this.webhooks = new WebhookStore(
                database.pool(),
                new SecretCipher(Map.of("bench", new byte[HASH_BYTES])),
                new TimeOrderedIds(InstantSource.system()),
                BACKLOG_RATE);
    }

    /** Registers so many; gives how many they are. */
    long register(long count) {
        String integrator = "";
        for (long number = 0; number < count; number++) {
            if (number % OF_AN_INTEGRATOR == 0) {
                integrator = "integrator-" + number;
                Await.result(integrators.add(integrator), LIMIT, "making an integrator known");
            }
            Creation creation = Await.result(
                    webhooks.create(integrator, "https://hooks.example.com/integrator/" + number, EVENTS, request()),
                    LIMIT,
                    "registering a webhook");
            if (!(creation instanceof Creation.Created)) {
                throw new IllegalStateException("no webhook was registered: " + creation);
            }
        }
        return count;
    }

    private static IdempotentRequest request() {
        return new IdempotentRequest(
                UUID.randomUUID().toString(), Buffer.buffer(new byte[HASH_BYTES]), SizedWebhooks::answer);
    }

    /** As long as what the API answers. */
    private static Buffer answer(Webhook webhook) {
        return Buffer.buffer(
                new JsonObject()
                        .put("id", webhook.id().toString())
                        .put("events", EVENTS.stream().map(EventType::wireName).toList())
                        .put("url", webhook.url())
                        .put("failureCount", 0)
                        .put("disabled", false)
                        .encode(),
                UTF_8.name());
    }
}
