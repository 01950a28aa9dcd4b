package io.integrator.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.delivery.TestSubscriber.Answer;
import io.integrator.webhooks.domain.EventType;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeliveryTest {

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
    void aRegisteredWebhookGetsItsEventAsTheProducerWroteIt() {
        platform.startWorker();
        platform.register("acme", subscriber.url("/hook"), EventType.PAYMENT_COMPLETED);

        String id = platform.publish(EventType.PAYMENT_COMPLETED);

        await().until(() -> !subscriber.received().isEmpty());
        assertThat(subscriber.received().get(0).body())
                .isEqualTo(
                        "{\"id\":\"" + id + "\",\"type\":\"payment.completed\",\"timestamp\":\"2026-11-23T10:00:00Z\","
                                + "\"data\":{\"amount\":12.50,\"b\":1e3,\"a\":1.0}}");
        assertThat(subscriber.received().get(0).headers())
                .containsEntry("webhook-id", id)
                .containsEntry("content-type", "application/json")
                .containsKeys("webhook-timestamp", "webhook-signature", "user-agent");
        await().until(() -> platform.count("select count(*) from attempt where outcome = 'ok'") == 1);
        assertThat(platform.count("select count(*) from owed")).isZero();
    }

    @Test
    void aSecretThatCannotBeOpenedHoldsUpItsOwnWebhookOnly() {
        UUID broken = platform.register("acme", subscriber.url("/broken"), EventType.PAYMENT_COMPLETED);
        platform.register("acme", subscriber.url("/sound"), EventType.PAYMENT_COMPLETED);
        platform.pool
                .preparedQuery("update webhook set secret = '\\x00' where id = $1")
                .execute(Tuple.of(broken))
                .await();
        platform.startWorker();

        platform.publish(EventType.PAYMENT_COMPLETED);

        await().until(() -> platform.committed() == 1);
        assertThat(subscriber.received())
                .extracting(TestSubscriber.Received::path)
                .containsExactly("/sound");
        assertThat(platform.count("select count(*) from owed where webhook_id = $1", broken))
                .isEqualTo(1);
    }

    @Test
    void aFailedDeliveryIsTriedAgainWithTheSameIdUntilItSucceeds() {
        subscriber.answers((request, count) ->
                request.response().setStatusCode(count < 2 ? 500 : 204).end());
        platform.startWorker();
        UUID webhook = platform.register("acme", subscriber.url("/"), EventType.PAYMENT_COMPLETED);

        String id = platform.publish(EventType.PAYMENT_COMPLETED);

        await().until(() -> subscriber.received().size() == 3);
        assertThat(subscriber.ids()).containsOnly(id);
        await().until(() -> platform.count("select count(*) from owed") == 0);
        assertThat(platform.count("select count(*) from attempt")).isEqualTo(3);
        assertThat(platform.webhook(webhook).failureCount()).isZero();
    }

    @Test
    void consecutiveFailuresAreCountedAndASuccessResetsThem() {
        subscriber.answers(Answer.status(500));
        platform.with("WEBHOOKS_RETRY_SCHEDULE", "1h").startWorker();
        UUID webhook = platform.register("acme", subscriber.url("/"), EventType.PAYMENT_COMPLETED);

        platform.publish(EventType.PAYMENT_COMPLETED);
        platform.publish(EventType.PAYMENT_COMPLETED);

        await().until(() -> platform.webhook(webhook).failureCount() == 2);
        subscriber.answers(Answer.status(200));
        platform.publish(EventType.PAYMENT_COMPLETED);
        await().until(() -> platform.webhook(webhook).failureCount() == 0);
    }

    @Test
    void aWebhookThatStaysBrokenIsDisabledAndWhatItMissedArrivesAfterItIsEnabled() {
        subscriber.answers(Answer.status(500));
        platform.with("WEBHOOKS_DISABLE_FAILURES", "5")
                .with("WEBHOOKS_DISABLE_AGE", "0")
                .startWorker();
        UUID webhook = platform.register("acme", subscriber.url("/"), EventType.PAYMENT_COMPLETED);
        String first = platform.publish(EventType.PAYMENT_COMPLETED);
        await().until(() -> platform.webhook(webhook).disabled());
        int posts = subscriber.received().size();
        assertThat(posts).isEqualTo(5);

        String second = platform.publish(EventType.PAYMENT_COMPLETED);
        await().until(() -> platform.count("select count(*) from owed") == 2);
        await().during(Duration.ofMillis(500)).until(() -> subscriber.received().size() == posts);
        assertThat(platform.webhook(webhook).failureCount()).isEqualTo(5);
        subscriber.answers(Answer.status(200));
        platform.enable(webhook);

        await().until(() -> platform.count("select count(*) from owed") == 0);
        assertThat(subscriber.ids().subList(posts, posts + 2)).containsExactly(first, second);
        assertThat(platform.webhook(webhook).failureCount()).isZero();
        assertThat(platform.webhook(webhook).disabled()).isFalse();
    }

    @Test
    void oneFailureAfterAnEnableCountsOne() {
        platform.with("WEBHOOKS_RETRY_SCHEDULE", "1h")
                .with("WEBHOOKS_DISABLE_FAILURES", "2")
                .with("WEBHOOKS_DISABLE_AGE", "0")
                .startWorker();
        subscriber.answers(Answer.status(500));
        UUID webhook = platform.register("acme", subscriber.url("/"), EventType.PAYMENT_COMPLETED);
        platform.publish(EventType.PAYMENT_COMPLETED);
        platform.publish(EventType.PAYMENT_COMPLETED);
        await().until(() -> platform.webhook(webhook).disabled());
        platform.pool.query("delete from owed").execute().await();

        platform.enable(webhook);
        platform.publish(EventType.PAYMENT_COMPLETED);

        await().until(() -> platform.webhook(webhook).failureCount() == 1);
        assertThat(platform.webhook(webhook).disabled()).isFalse();
    }

    @Test
    void a410DisablesAtOnce() {
        subscriber.answers(Answer.status(410));
        platform.startWorker();
        UUID webhook = platform.register("acme", subscriber.url("/"), EventType.PAYMENT_COMPLETED);

        platform.publish(EventType.PAYMENT_COMPLETED);

        await().until(() -> platform.webhook(webhook).disabled());
        assertThat(platform.count("select count(*) from webhook where disabled_reason = 'gone'"))
                .isEqualTo(1);
        assertThat(subscriber.received()).hasSize(1);
        assertThat(platform.count("select count(*) from owed")).isEqualTo(1);
    }

    @Test
    void aRetryAfterMakesTheWholeWebhookWait() {
        subscriber.answers((request, count) -> request.response()
                .setStatusCode(count == 0 ? 429 : 200)
                .putHeader("retry-after", "2")
                .end());
        platform.startWorker();
        platform.register("acme", subscriber.url("/"), EventType.PAYMENT_COMPLETED);
        platform.publish(EventType.PAYMENT_COMPLETED);
        await().until(() -> platform.count("select count(*) from attempt") == 1);

        platform.publish(EventType.PAYMENT_COMPLETED);

        await().until(() -> subscriber.received().size() == 3);
        Duration wait = Duration.between(
                subscriber.received().get(0).at(), subscriber.received().get(1).at());
        assertThat(wait).isGreaterThan(Duration.ofMillis(1_950));
    }

    @Test
    void aRedirectIsAFailureAndIsNotFollowed() {
        subscriber.answers((request, count) -> request.response()
                .setStatusCode(302)
                .putHeader("location", subscriber.url("/elsewhere"))
                .end());
        platform.with("WEBHOOKS_RETRY_SCHEDULE", "1h").startWorker();
        UUID webhook = platform.register("acme", subscriber.url("/"), EventType.PAYMENT_COMPLETED);

        platform.publish(EventType.PAYMENT_COMPLETED);

        await().until(() -> platform.webhook(webhook).failureCount() == 1);
        assertThat(subscriber.received())
                .extracting(TestSubscriber.Received::path)
                .containsExactly("/");
        assertThat(platform.count("select count(*) from attempt where outcome = 'redirect'"))
                .isEqualTo(1);
    }

    @Test
    void aMalformedRecordBetweenTwoGoodOnesGoesToTheDeadLetterTopicAndStopsNothing() {
        platform.startWorker();
        platform.register("acme", subscriber.url("/"), EventType.PAYMENT_COMPLETED);

        String good = "{\"specversion\":\"1.0\",\"id\":\"%s\",\"type\":\"payment.completed\",\"source\":\"t\","
                + "\"time\":\"2026-11-23T10:00:00Z\",\"integratorid\":\"acme\",\"data\":{}}";
        platform.publishRaw(0, good.formatted("one"));
        platform.publishRaw(0, "{\"specversion\":");
        platform.publishRaw(0, good.formatted("two"));

        await().until(() -> platform.committed() == 3);
        assertThat(subscriber.ids()).containsExactlyInAnyOrder("one", "two");
        assertThat(DeadLetterTopic.read(platform.topic())).singleElement().satisfies(letter -> {
            assertThat(new String(letter.value(), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo("{\"specversion\":");
            assertThat(DeadLetterTopic.header(letter, "dead-letter-reason")).contains("not a JSON object");
            assertThat(DeadLetterTopic.header(letter, "dead-letter-offset")).isEqualTo("1");
        });
    }

    @Test
    void aRecordWithoutAValueGoesToTheDeadLetterTopic() {
        platform.startWorker();

        platform.publishRaw(0, null);

        await().until(() -> platform.committed() == 1);
        assertThat(DeadLetterTopic.read(platform.topic())).singleElement().satisfies(letter -> {
            assertThat(letter.value()).isNull();
            assertThat(DeadLetterTopic.header(letter, "dead-letter-reason")).contains("no value");
        });
    }

    @Test
    void anIdThatComesAgainIsTheSameEvent() {
        platform.startWorker();
        platform.register("acme", subscriber.url("/"), EventType.PAYMENT_COMPLETED);

        platform.publish("acme", "same", EventType.PAYMENT_COMPLETED);
        platform.publish("acme", "same", EventType.PAYMENT_COMPLETED);
        await().until(() -> platform.committed() == 2);
        platform.publish("acme", "same", EventType.PAYMENT_COMPLETED);

        await().until(() -> platform.committed() == 3);
        assertThat(subscriber.ids()).containsExactly("same");
        assertThat(platform.count("select count(*) from event")).isEqualTo(1);
    }
}
