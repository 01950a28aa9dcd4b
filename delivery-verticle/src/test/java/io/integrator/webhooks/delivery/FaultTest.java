package io.integrator.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.delivery.TestSubscriber.Answer;
import io.integrator.webhooks.domain.EventType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What breaks around the workers loses nothing. */
class FaultTest {

    private static final Duration LONG = Duration.ofSeconds(40);

    private Platform platform;
    private TestSubscriber subscriber;

    @BeforeEach
    void start() {
        platform = new Platform();
        subscriber = platform.startSubscriber();
    }

    @AfterEach
    void stop() {
        Platform.BACKENDS.startPostgres();
        Platform.BACKENDS.startKafka();
        platform.close();
    }

    @Test
    void nothingIsLostWhenPostgresStopsAndComesBackWhileRecordsArrive() {
        platform.startWorker();
        platform.register("acme", subscriber.url("/"), EventType.PAYMENT_COMPLETED);
        List<String> published = publish(50);

        Platform.BACKENDS.stopPostgres();
        published.addAll(publish(50));
        Platform.BACKENDS.startPostgres();
        published.addAll(publish(50));

        await().atMost(LONG).until(() -> new HashSet<>(subscriber.ids()).containsAll(published));
        await().atMost(LONG).until(() -> platform.committed() == 150);
        await().atMost(LONG)
                .until(() ->
                        platform.count("select count(distinct event_key) from attempt where outcome = 'ok'") == 150);
        assertThat(platform.count("select count(*) from event")).isEqualTo(150);
    }

    @Test
    void aWorkerThatCannotRouteSaysSoForAsLongAsItCannot() {
        Platform.Worker worker = platform.startWorker();
        platform.register("acme", subscriber.url("/"), EventType.PAYMENT_COMPLETED);
        await().until(() -> worker.isReady("intake/0"));
        Platform.BACKENDS.stopPostgres();
        publish(1);

        await().atMost(LONG).until(() -> !worker.isReady("intake/0"));

        await().during(Duration.ofSeconds(2)).until(() -> !worker.isReady("intake/0"));
        Platform.BACKENDS.startPostgres();
        await().atMost(LONG).until(() -> worker.isReady("intake/0"));
    }

    @Test
    void noOffsetIsCommittedForWhatTheJournalDoesNotHave() {
        platform.startWorker();
        platform.register("acme", subscriber.url("/"), EventType.PAYMENT_COMPLETED);
        publish(1);
        await().until(() -> platform.committed() == 1);

        subscriber.answers((request, count) -> {
            Platform.BACKENDS.stopPostgres();
            request.response().end();
        });
        publish(1);

        await().until(() -> subscriber.received().size() == 2);
        await().during(Duration.ofSeconds(1)).until(() -> platform.committed() == 1);
        Platform.BACKENDS.startPostgres();
        await().atMost(LONG).until(() -> platform.committed() == 2);
        assertThat(subscriber.received()).hasSize(2);
    }

    @Test
    void nothingIsLostWhenKafkaStopsAndComesBack() {
        platform.startWorker();
        platform.register("acme", subscriber.url("/"), EventType.PAYMENT_COMPLETED);
        List<String> published = publish(20);
        await().until(() -> subscriber.received().size() == 20);

        Platform.BACKENDS.stopKafka();
        Platform.BACKENDS.startKafka();
        published.addAll(publish(20));

        await().atMost(LONG).until(() -> new HashSet<>(subscriber.ids()).containsAll(published));
        await().atMost(LONG).until(() -> platform.committed() == 40);
    }

    @Test
    void aRebalanceWhileSendingLosesNothing() {
        platform.startWorker();
        platform.register("acme", subscriber.url("/"), EventType.PAYMENT_COMPLETED);
        subscriber.answers((request, count) -> platform.vertx.setTimer(
                20, late -> request.response().setStatusCode(200).end()));
        List<String> published = publish(200);

        Platform.Worker second = platform.startWorker();
        published.addAll(publish(200));
        second.stop();
        published.addAll(publish(200));

        await().atMost(LONG).until(() -> platform.committed() == 600);
        // What a lane that stood still has parked comes after its record was committed.
        await().atMost(LONG).until(() -> subscriber.ids().containsAll(published));
        assertThat(platform.count("select count(*) from event")).isEqualTo(600);
        await().atMost(LONG)
                .until(() ->
                        platform.count("select count(distinct event_key) from attempt where outcome = 'ok'") == 600);
    }

    @Test
    void aWorkerThatStopsWithRequestsInFlightFinishesAndRecordsThem() {
        Platform.Worker worker = platform.startWorker();
        platform.register("acme", subscriber.url("/"), EventType.PAYMENT_COMPLETED);
        subscriber.answers((request, count) -> platform.vertx.setTimer(
                400, late -> request.response().setStatusCode(200).end()));
        publish(10);
        await().until(() -> subscriber.received().size() == 10);

        worker.stop();

        assertThat(platform.committed()).isEqualTo(10);
        assertThat(platform.count("select count(*) from attempt where outcome = 'ok'"))
                .isEqualTo(10);
        assertThat(subscriber.received()).hasSize(10);
    }

    @Test
    void aRegistrationThatWasNotHeardOfIsMadeGoodOnceTheFeedIsBack() {
        platform.startWorker();
        platform.register("acme", subscriber.url("/first"), EventType.PAYMENT_COMPLETED);
        publish(1);
        await().until(() -> subscriber.received().size() == 1);
        platform.pool
                .query("alter table webhook disable trigger webhook_change")
                .execute()
                .await();

        UUID silent = platform.register("acme", subscriber.url("/second"), EventType.PAYMENT_COMPLETED);
        publish(1);
        await().until(() -> platform.committed() == 2);
        platform.pool
                .query("select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%'")
                .execute()
                .await();

        await().atMost(LONG)
                .until(() -> platform.count("select count(*) from attempt where webhook_id = $1", silent) == 1);
    }

    @Test
    void aRecordThatIsReadAgainWhileItIsBeingRecordedIsPostedOnce() {
        HeldQueries lookUps = new HeldQueries("select i.integrator_id, i.id, e.key");
        platform.startWorker(lookUps::of);
        platform.register("acme", subscriber.url("/"), EventType.PAYMENT_COMPLETED);
        CompletableFuture<Void> answered = new CompletableFuture<>();
        subscriber.answers((request, count) -> {
            var unused = answered.thenRun(() -> request.response().end());
        });
        String event = platform.publish(EventType.PAYMENT_COMPLETED);
        await().until(() -> subscriber.received().size() == 1);

        lookUps.hold();
        platform.publish("acme", event, EventType.PAYMENT_COMPLETED);
        await().until(() -> lookUps.held() == 1);
        answered.complete(null);
        await().until(() -> platform.count("select count(*) from attempt where outcome = 'ok'") == 1);
        await().until(() -> platform.committed() == 1);
        lookUps.release();
        await().until(() -> platform.committed() == 2);

        assertThat(subscriber.ids()).containsExactly(event);
    }

    @Test
    void aDeleteDuringASendHarmsNobody() {
        platform.startWorker();
        UUID doomed = platform.register("acme", subscriber.url("/doomed"), EventType.PAYMENT_COMPLETED);
        platform.register("acme", subscriber.url("/other"), EventType.PAYMENT_COMPLETED);
        subscriber.answers((request, count) -> {
            if (request.path().equals("/doomed")) {
                platform.webhooks
                        .delete("acme", doomed)
                        .onComplete(deleted -> Answer.status(500).to(request, count));
            } else {
                request.response().end();
            }
        });

        publish(5);

        await().until(() -> platform.committed() == 5);
        assertThat(subscriber.received().stream().filter(post -> post.path().equals("/other")))
                .hasSize(5);
        assertThat(platform.count("select count(*) from owed")).isZero();
    }

    private List<String> publish(int count) {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(platform.publish(EventType.PAYMENT_COMPLETED));
        }
        return ids;
    }
}
