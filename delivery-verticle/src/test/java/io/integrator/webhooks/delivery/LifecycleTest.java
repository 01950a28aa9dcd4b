package io.integrator.webhooks.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.delivery.TestSubscriber.Answer;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.store.WebhookPatch;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the platform hears of a webhook, from its registration to its end. */
class LifecycleTest {

    private Platform platform;
    private TestSubscriber subscriber;

    @BeforeEach
    void start() {
        platform = new Platform()
                .with("WEBHOOKS_RETRY_SCHEDULE", String.join(",", Collections.nCopies(200, "20ms")))
                .with("WEBHOOKS_BREAKER_FAILURES", "100000")
                .with("WEBHOOKS_DISABLE_FAILURES", "4")
                .with("WEBHOOKS_DISABLE_AGE", "1500ms");
        subscriber = platform.startSubscriber();
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    @Test
    void allThatHappensToAWebhookIsToldInOrderAndOnce() {
        platform.startWorker().thatTellsTheLifecycle();
        UUID webhook = platform.register("acme", subscriber.url("/?key=s3cret"), EventType.PAYMENT_COMPLETED);
        change(webhook, new WebhookPatch(Optional.of(subscriber.url("/new")), Optional.empty(), Optional.empty()));
        subscriber.answers(Answer.status(500));
        platform.publish(EventType.PAYMENT_COMPLETED);
        await().until(() -> platform.webhook(webhook).disabled());
        subscriber.answers(Answer.status(410));
        platform.enable(webhook);
        await().until(() -> platform.webhook(webhook).disabled());
        platform.webhooks.delete("acme", webhook).await();

        await().until(() -> platform.count("select count(*) from lifecycle_event") == 0);

        List<JsonObject> told = told();
        assertThat(told)
                .extracting(event -> event.getString("type"))
                .containsExactly(
                        "webhook.registered",
                        "webhook.updated",
                        "webhook.failing",
                        "webhook.disabling-soon",
                        "webhook.disabled",
                        "webhook.enabled",
                        "webhook.disabled",
                        "webhook.deleted");
        assertThat(told).allSatisfy(event -> {
            assertThat(event.getString("subject")).isEqualTo(webhook.toString());
            assertThat(event.getString("integratorid")).isEqualTo("acme");
            assertThat(event.getJsonObject("data").getString("webhookId")).isEqualTo(webhook.toString());
            assertThat(event.encode()).doesNotContain("s3cret");
        });
        assertThat(dataOf(told, 1).getJsonArray("changed")).isEqualTo(new JsonArray().add("url"));
        assertThat(dataOf(told, 2).getInteger("failureCount")).isGreaterThanOrEqualTo(2);
        assertThat(dataOf(told, 3).getString("failingSince"))
                .isEqualTo(dataOf(told, 2).getString("failingSince"));
        assertThat(dataOf(told, 4).getString("reason")).isEqualTo("failures");
        assertThat(dataOf(told, 6).getString("reason")).isEqualTo("gone");
        assertThat(dataOf(told, 6).getInteger("failureCount")).isEqualTo(1);
    }

    @Test
    void eachRecordIsACloudEventKeyedByItsWebhook() {
        platform.startWorker().thatTellsTheLifecycle();
        UUID webhook = platform.register("acme", subscriber.url("/"), EventType.PAYMENT_COMPLETED);

        await().until(() -> platform.count("select count(*) from lifecycle_event") == 0);

        ConsumerRecord<byte[], byte[]> record =
                TopicReader.readAll(platform.lifecycleTopic()).get(0);
        assertThat(new String(record.key(), UTF_8)).isEqualTo(webhook.toString());
        assertThat(DeadLetterTopic.header(record, "content-type")).startsWith("application/cloudevents+json");
        assertThat(event(record).fieldNames())
                .containsExactlyInAnyOrder(
                        "specversion",
                        "id",
                        "source",
                        "type",
                        "subject",
                        "time",
                        "integratorid",
                        "datacontenttype",
                        "data");
    }

    private void change(UUID webhook, WebhookPatch patch) {
        platform.webhooks.change("acme", webhook, patch).await();
    }

    private List<JsonObject> told() {
        return TopicReader.readAll(platform.lifecycleTopic()).stream()
                .map(LifecycleTest::event)
                .toList();
    }

    private static JsonObject event(ConsumerRecord<byte[], byte[]> record) {
        return new JsonObject(new String(record.value(), UTF_8));
    }

    private static JsonObject dataOf(List<JsonObject> events, int index) {
        return events.get(index).getJsonObject("data");
    }
}
