package io.integrator.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.delivery.TestSubscriber.Answer;
import io.integrator.webhooks.domain.EventType;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SlowSubscriberTest {

    private Platform platform;
    private TestSubscriber subscriber;

    @BeforeEach
    void start() {
        platform = new Platform();
        subscriber = platform.startSubscriber();
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    @Test
    void aSlowSubscriberHoldsNoOffset() {
        platform.with("WEBHOOKS_WORKER_LEASE_AFTER", "200ms").startWorker();
        UUID webhook = platform.register("acme", subscriber.url("/"), EventType.PAYMENT_COMPLETED);
        subscriber.answers(Answer.never());

        platform.publish(EventType.PAYMENT_COMPLETED);

        await().until(() -> platform.committed() == 1);
        assertThat(platform.count("select count(*) from owed where lease is not null"))
                .isEqualTo(1);
        assertThat(platform.count("select count(*) from attempt")).isZero();
        assertThat(platform.webhook(webhook).failureCount()).isZero();
    }

    @Test
    void aSlowSuccessIsRecordedOnce() {
        platform.with("WEBHOOKS_WORKER_LEASE_AFTER", "200ms").startWorker();
        platform.register("acme", subscriber.url("/"), EventType.PAYMENT_COMPLETED);
        subscriber.answers((request, count) -> platform.vertx.setTimer(
                800, late -> request.response().setStatusCode(200).end()));

        platform.publish(EventType.PAYMENT_COMPLETED);

        await().until(() -> platform.count("select count(*) from attempt where outcome = 'ok'") == 1);
        await().until(() -> platform.count("select count(*) from owed") == 0);
        assertThat(subscriber.received()).hasSize(1);
    }

    @Test
    void aWorkerThatStopsWaitsForASendThatIsUnderALease() {
        Platform.Worker worker =
                platform.with("WEBHOOKS_WORKER_LEASE_AFTER", "100ms").startWorker();
        platform.register("acme", subscriber.url("/"), EventType.PAYMENT_COMPLETED);
        subscriber.answers((request, count) -> platform.vertx.setTimer(
                1_200, late -> request.response().setStatusCode(200).end()));
        platform.publish(EventType.PAYMENT_COMPLETED);
        await().until(() -> platform.count("select count(*) from owed where lease is not null") == 1);

        worker.stop();

        assertThat(platform.count("select count(*) from attempt where outcome = 'ok'"))
                .isEqualTo(1);
        assertThat(platform.count("select count(*) from owed")).isZero();
        assertThat(subscriber.received()).hasSize(1);
    }

    @Test
    void aSubscriberThatNeverAnswersTimesOutAtTheDeadline() {
        platform.with("WEBHOOKS_SEND_DEADLINE", "500ms")
                .with("WEBHOOKS_SEND_CONNECT_TIMEOUT", "300ms")
                .with("WEBHOOKS_RETRY_SCHEDULE", "1h")
                .startWorker();
        UUID webhook = platform.register("acme", subscriber.url("/"), EventType.PAYMENT_COMPLETED);
        subscriber.answers(Answer.never());

        platform.publish(EventType.PAYMENT_COMPLETED);

        await().until(() -> platform.webhook(webhook).failureCount() == 1);
        assertThat(platform.count("select count(*) from attempt where outcome = 'timeout'"))
                .isEqualTo(1);
    }
}
