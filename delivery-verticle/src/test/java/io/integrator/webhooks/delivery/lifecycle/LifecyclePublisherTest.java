package io.integrator.webhooks.delivery.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What waits comes to the topic, whatever happens to processes and to Kafka; and each webhook's in order. */
class LifecyclePublisherTest {

    private static final Duration LONG = Duration.ofSeconds(40);
    private static final Duration BRIEF_TURN = Duration.ofMillis(300);

    private final List<UUID> webhooks =
            Stream.generate(UUID::randomUUID).limit(7).toList();
    private LifecycleSite site;

    @BeforeEach
    void start() {
        site = new LifecycleSite();
    }

    @AfterEach
    void stop() {
        LifecycleSite.BACKENDS.startKafka();
        site.close();
    }

    @Test
    void whatWaitsIsPublishedOnceAndForgotten() {
        List<UUID> told = site.tell(webhooks, 40);

        site.startTeller();

        await().until(() -> site.waiting() == 0);
        assertThat(site.publishedIds()).containsExactlyInAnyOrderElementsOf(told);
        assertIsInOrder();
        assertThat(site.metrics
                        .get("webhooks.lifecycle.published")
                        .tag("type", "webhook.failing")
                        .counter()
                        .count())
                .isEqualTo(told.size());
    }

    @Test
    void severalProcessesPublishEachEventOnceAndInOrder() {
        List<UUID> told = new ArrayList<>();
        List<LifecycleSite.Teller> tellers =
                Stream.generate(site::startTeller).limit(3).toList();

        for (int round = 0; round < 12; round++) {
            told.addAll(site.tell(webhooks, 10));
            tellers.forEach(LifecycleSite.Teller::wake);
        }

        await().until(() -> site.waiting() == 0);
        assertThat(site.publishedIds()).containsExactlyInAnyOrderElementsOf(told);
        assertIsInOrder();
    }

    @Test
    void whatWasAcknowledgedToAProcessThatDiedIsSentAgainWithTheSameId() {
        List<UUID> told = site.tell(webhooks, 2);
        LostEnds database = new LostEnds();
        LifecycleSite.Teller doomed = site.startTeller(database::of, BRIEF_TURN);
        await().until(database::lostOne);
        doomed.die();
        assertThat(site.waiting()).isEqualTo(told.size());

        site.startTeller();

        await().atMost(LONG).until(() -> site.waiting() == 0);
        List<UUID> twice = Stream.concat(told.stream(), told.stream()).toList();
        assertThat(site.publishedIds()).containsExactlyInAnyOrderElementsOf(twice);
    }

    @Test
    void newsWaitsWhileKafkaIsAway() {
        LifecycleSite.Teller teller = site.startTeller(UnaryOperator.identity(), Duration.ofMinutes(1));
        List<UUID> told = new ArrayList<>(site.tell(webhooks, 1));
        await().until(() -> site.waiting() == 0);

        LifecycleSite.BACKENDS.stopKafka();
        told.addAll(site.tell(webhooks, 3));
        teller.wake();
        await().atMost(LONG)
                .until(() ->
                        site.metrics.get("webhooks.lifecycle.waiting").gauge().value() > 0);
        assertThat(site.waiting()).isEqualTo(3L * webhooks.size());
        LifecycleSite.BACKENDS.startKafka();

        await().atMost(LONG).until(() -> site.waiting() == 0);
        assertThat(site.publishedIds()).containsAll(told);
        assertIsInOrder();
        await().until(() ->
                site.metrics.get("webhooks.lifecycle.waiting").gauge().value() == 0);
    }

    /** Of each webhook, what comes for the first time comes in the order of its failures. */
    private void assertIsInOrder() {
        List<JsonObject> published = site.published();
        for (UUID webhook : webhooks) {
            List<String> times = published.stream()
                    .filter(event -> event.getString("subject").equals(webhook.toString()))
                    .map(event -> event.getString("time"))
                    .distinct()
                    .toList();
            assertThat(times).isNotEmpty();
            assertThat(times.stream().map(Instant::parse)).isSorted();
        }
    }
}
