package io.integrator.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.delivery.TestSubscriber.Answer;
import io.integrator.webhooks.domain.EventType;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker that may not wait for what it has on the wire any longer leaves it to others. */
class HandOverTest {

    private Platform platform;
    private TestSubscriber subscriber;
    private UUID webhook;

    @BeforeEach
    void start() {
        platform = new Platform()
                .with("WEBHOOKS_WORKER_LEASE_AFTER", "100ms")
                .with("WEBHOOKS_WORKER_STOP_TIMEOUT", "300ms");
        subscriber = platform.startSubscriber();
        webhook = platform.register("acme", subscriber.url("/"), EventType.PAYMENT_COMPLETED);
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    @Test
    void whatIsCutOffIsDueAtOnceForOthersAndCountsForNothing() {
        subscriber.answers(Answer.never());
        Platform.Worker stopping = platform.startWorker();
        String first = platform.publish(EventType.PAYMENT_COMPLETED);
        await().until(() -> leased() == 1);
        String owed = platform.owe(webhook, 1).get(0);
        await().until(() -> subscriber.ids().contains(owed));

        stopping.stop();

        assertThat(leased()).isZero();
        assertThat(platform.count("select count(*) from owed where due_at <= now()"))
                .isEqualTo(2);
        assertThat(platform.count("select count(*) from attempt")).isZero();
        assertThat(platform.webhook(webhook).failureCount()).isZero();
        subscriber.answers(Answer.status(200));
        platform.startWorker();
        await().until(() -> platform.count("select count(*) from owed") == 0);
        assertThat(subscriber.ids()).containsExactlyInAnyOrder(first, first, owed, owed);
    }

    @Test
    void whatSomebodyAskedForIsGivenBackToo() {
        Requests requests = new Requests(platform);
        String event = platform.owe(webhook, 1).get(0);
        platform.pool.query("update lane set held = true").execute().await();
        subscriber.answers(Answer.never());
        Platform.Worker stopping = platform.startWorker();
        requests.resend(webhook, event);
        await().until(() -> subscriber.ids().contains(event));

        stopping.stop();

        assertThat(platform.count("select count(*) from requested_attempt where leased_until <= now()"))
                .isEqualTo(1);
        assertThat(platform.count("select count(*) from attempt")).isZero();
    }

    private long leased() {
        return platform.count("select count(*) from owed where lease is not null");
    }
}
