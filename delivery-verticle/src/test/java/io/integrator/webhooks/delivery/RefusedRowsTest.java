package io.integrator.webhooks.delivery;

import static io.integrator.webhooks.delivery.DeadLetterTopic.header;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.delivery.TestSubscriber.Answer;
import io.integrator.webhooks.domain.EventType;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A row that the database refuses, whatever it is written with, stops nothing and is told. */
class RefusedRowsTest {

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
    void anEventThatTheDatabaseRefusesGoesToTheDeadLetterTopicAsItsRecordWas() {
        platform.pool
                .query("alter table event add constraint poison check (id <> 'poison')")
                .execute()
                .await();
        platform.startWorker();
        platform.register("acme", subscriber.url("/"), EventType.PAYMENT_COMPLETED);

        platform.publish("acme", "before", EventType.PAYMENT_COMPLETED);
        platform.publish("acme", "poison", EventType.PAYMENT_COMPLETED);
        platform.publish("acme", "after", EventType.PAYMENT_COMPLETED);

        await().until(() -> platform.committed() == 3);
        assertThat(platform.count("select count(*) from attempt where outcome = 'ok'"))
                .isEqualTo(2);
        List<ConsumerRecord<byte[], byte[]>> letters = DeadLetterTopic.read(platform.topic());
        assertThat(letters).hasSize(1);
        assertThat(header(letters.get(0), "dead-letter-reason"))
                .contains("poison")
                .contains("23514");
        assertThat(header(letters.get(0), "dead-letter-topic")).isEqualTo(platform.topic());
        assertThat(new String(letters.get(0).value(), UTF_8)).contains("\"id\":\"poison\"");
    }

    @Test
    void aDeliveryWhoseOutcomeTheDatabaseRefusesIsSetAsideAndNotSentForEver() {
        platform.pool
                .query("alter table attempt add constraint second check (number <> 2)")
                .execute()
                .await();
        platform.startWorker();
        platform.register("acme", subscriber.url("/"), EventType.PAYMENT_COMPLETED);
        subscriber.answers(Answer.status(500));

        String event = platform.publish(EventType.PAYMENT_COMPLETED);

        await().until(() -> platform.count("select count(*) from attempt") == 1);
        await().until(() -> platform.count("select count(*) from owed") == 0);
        assertThat(subscriber.ids()).containsExactly(event, event);
        List<ConsumerRecord<byte[], byte[]>> letters = DeadLetterTopic.read(platform.topic());
        assertThat(letters).hasSize(1);
        assertThat(header(letters.get(0), "ce_id")).isEqualTo(event);
        assertThat(header(letters.get(0), "ce_integratorid")).isEqualTo("acme");
        assertThat(header(letters.get(0), "dead-letter-reason")).contains("second");
        await().during(Duration.ofSeconds(1)).until(() -> subscriber.received().size() == 2);
    }
}
