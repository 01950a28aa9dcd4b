package io.integrator.webhooks.store;

import static io.integrator.webhooks.domain.EventType.PAYMENT_CREATED;
import static io.integrator.webhooks.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.ServiceType;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Requests for attempts that are refused. */
class AttemptRequestTest {

    private static TestDatabase database;

    private final RequestedAttemptStore store = new RequestedAttemptStore(database.pool());
    private final String integrator = database.integrator();
    private final UUID webhook = database.webhook(integrator, PAYMENT_CREATED);
    private final DomainEvent event = database.event(integrator, PAYMENT_CREATED);

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("attempt_request");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void anothersWebhookAndOneThatNeverWasAreUnknown() {
        UUID strangers = database.webhook(database.integrator(), PAYMENT_CREATED);

        assertThat(ask(integrator, strangers)).isEqualTo(new AttemptRequest.UnknownWebhook());
        assertThat(ask(integrator, UUID.randomUUID())).isEqualTo(new AttemptRequest.UnknownWebhook());
    }

    @Test
    void anothersEventIsUnknown() {
        String stranger = database.integrator();
        UUID strangers = database.webhook(stranger, PAYMENT_CREATED);

        assertThat(ask(stranger, strangers)).isEqualTo(new AttemptRequest.UnknownEvent());
    }

    @Test
    void nothingIsAskedOfADisabledWebhookAndATestLeavesNoEvent() {
        await(database.webhooks()
                .change(integrator, webhook, new WebhookPatch(Optional.empty(), Optional.empty(), Optional.of(true))));
        UUID key = TestDatabase.IDS.next();
        DomainEvent test =
                new DomainEvent(key, integrator, "test_" + key, ServiceType.TEST, Instant.now(), Buffer.buffer("{}"));

        AttemptRequest answer = await(store.requestTest(TestDatabase.IDS.next(), webhook, test, Optional.empty()));

        assertThat(answer).isEqualTo(new AttemptRequest.DisabledWebhook());
        assertThat(ask(integrator, webhook)).isEqualTo(new AttemptRequest.DisabledWebhook());
        assertThat(database.value(Long.class, "select count(*) from event where key = $1", key))
                .isZero();
    }

    @Test
    void whatWaitsIsBounded() {
        int limit = RequestedAttemptStore.LIMIT_PER_WEBHOOK;

        IntStream.range(0, limit)
                .forEach(i -> assertThat(ask(integrator, webhook)).isInstanceOf(AttemptRequest.Taken.class));

        assertThat(ask(integrator, webhook)).isEqualTo(new AttemptRequest.TooMany(limit));
    }

    private AttemptRequest ask(String asking, UUID of) {
        return await(store.requestResend(TestDatabase.IDS.next(), asking, of, event.id(), Optional.empty()));
    }
}
