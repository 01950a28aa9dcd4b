package io.integrator.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.EventBody;
import io.integrator.webhooks.domain.ServiceType;
import io.integrator.webhooks.store.AttemptRequest;
import io.integrator.webhooks.store.RequestedAttemptStore;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Asks for attempts at the webhooks of {@code acme}, as the API does, and sees what becomes of the requests. */
final class Requests {

    private final TimeOrderedIds ids = new TimeOrderedIds(InstantSource.system());
    private final Platform platform;
    private final RequestedAttemptStore store;

    Requests(Platform platform) {
        this.platform = platform;
        this.store = new RequestedAttemptStore(platform.pool);
    }

    RequestedAttemptStore store() {
        return store;
    }

    void resend(UUID webhook, String event) {
        assertThat(store.requestResend(ids.next(), "acme", webhook, event, Optional.empty())
                        .await())
                .isInstanceOf(AttemptRequest.Taken.class);
    }

    /** Asks for a test; gives the event that is to be sent. */
    DomainEvent test(UUID webhook) {
        UUID key = ids.next();
        String id = "test_" + key;
        Buffer body = EventBody.of(id, ServiceType.TEST, Instant.now(), Buffer.buffer("{}"));
        DomainEvent event = new DomainEvent(key, "acme", id, ServiceType.TEST, Instant.now(), body);
        assertThat(store.requestTest(ids.next(), webhook, event, Optional.empty())
                        .await())
                .isInstanceOf(AttemptRequest.Taken.class);
        return event;
    }

    /** How many aren't settled. */
    long count() {
        return platform.count("select count(*) from requested_attempt");
    }

    /** Waits until so many attempts of a trigger are recorded. */
    void awaitAttempts(String trigger, int count) {
        await().until(() -> platform.count("select count(*) from attempt where trigger = $1", trigger) == count);
    }
}
