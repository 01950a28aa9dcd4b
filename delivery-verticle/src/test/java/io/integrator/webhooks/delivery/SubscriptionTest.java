package io.integrator.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.store.WebhookPatch;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubscriptionTest {

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
    void anotherIntegratorsEventAndAnotherTypeAreNotDelivered() {
        platform.integrators.add("other").await();
        platform.startWorker();
        platform.register("acme", subscriber.url("/acme"), EventType.PAYMENT_COMPLETED);

        platform.publish("other", "e1", EventType.PAYMENT_COMPLETED);
        platform.publish("stranger", "e2", EventType.PAYMENT_COMPLETED);
        platform.publish(EventType.ACCOUNT_CREATED);
        String mine = platform.publish(EventType.PAYMENT_COMPLETED);

        await().until(() -> platform.committed() == 4);
        assertThat(subscriber.ids()).containsExactly(mine);
        assertThat(platform.count("select count(*) from event")).isEqualTo(3);
    }

    @Test
    void aChangeOfEventsAndADeleteReachTheWorkersOfOtherProcesses() {
        platform.startWorker();
        UUID webhook = platform.register("acme", subscriber.url("/"), EventType.PAYMENT_COMPLETED);
        platform.publish(EventType.PAYMENT_COMPLETED);
        await().until(() -> subscriber.received().size() == 1);

        platform.webhooks
                .change(
                        "acme",
                        webhook,
                        new WebhookPatch(
                                Optional.empty(), Optional.of(List.of(EventType.ACCOUNT_CREATED)), Optional.empty()))
                .await();
        String account = platform.publish(EventType.ACCOUNT_CREATED);

        await().until(() -> subscriber.ids().contains(account));
        platform.webhooks.delete("acme", webhook).await();
        await().until(() -> platform.count("select count(*) from lane") == 0);
    }

    @Test
    void everyRegistrationGetsWhatIsPublishedAfterItsAnswer() {
        platform.startWorker();
        platform.publish(EventType.PAYMENT_CREATED);
        await().until(() -> platform.committed() == 1);

        for (int round = 0; round < 20; round++) {
            UUID webhook = platform.register("acme", subscriber.url("/" + round), EventType.PAYMENT_COMPLETED);
            String id = platform.publish(EventType.PAYMENT_COMPLETED);
            String path = "/" + round;
            await().until(() -> subscriber.received().stream()
                    .anyMatch(post -> post.path().equals(path) && post.id().equals(id)));
            platform.webhooks.delete("acme", webhook).await();
        }
    }
}
