package io.integrator.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.delivery.TestSubscriber.Answer;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.store.WebhookPatch;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Resends and tests that meet with something on their way from the request to the journal. */
class RequestedClaimsTest {

    private Platform platform;
    private TestSubscriber subscriber;
    private Requests requests;
    private UUID webhook;

    @BeforeEach
    void start() {
        platform = new Platform().with("WEBHOOKS_RETRY_SCHEDULE", "1h");
        subscriber = platform.startSubscriber();
        requests = new Requests(platform);
        webhook = platform.register("acme", subscriber.url("/"), EventType.PAYMENT_COMPLETED);
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    @Test
    void whatAWorkerHadWhenItDiedIsSentOnceItsLeaseHasEnded() {
        String event = platform.owe(webhook, 1).get(0);
        platform.pool.query("update lane set held = true").execute().await();
        requests.resend(webhook, event);
        assertThat(requests.store().claim(10, Duration.ofSeconds(1)).await()).hasSize(1);

        platform.startWorker();

        requests.awaitAttempts("manual", 1);
        assertThat(subscriber.ids()).containsExactly(event);
    }

    @Test
    void aRequestOfWhichNoNewsComesIsFoundAllTheSame() {
        platform.startWorker();
        platform.pool
                .query("alter table requested_attempt disable trigger requested_attempt")
                .execute()
                .await();

        requests.test(webhook);

        requests.awaitAttempts("test", 1);
    }

    @Test
    void whatAFullLaneCannotTakeIsGivenBackAndSentLater() {
        Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
        subscriber.answers((request, count) -> held.add(request));
        platform.with("WEBHOOKS_SEND_IN_FLIGHT_PER_WEBHOOK", "1").startWorker();
        platform.publish(EventType.PAYMENT_COMPLETED);
        await().until(() -> held.size() == 1);
        String event = platform.owe(webhook, 1).get(0);

        requests.resend(webhook, event);
        await().until(() -> platform.count("select count(*) from requested_attempt where leased_until > 'epoch'"
                        + " and leased_until < now() + interval '5 seconds'")
                == 1);
        subscriber.answers(Answer.status(200));
        held.remove().response().end();

        requests.awaitAttempts("manual", 1);
        assertThat(platform.count("select count(*) from attempt where trigger = 'manual' and outcome = 'ok'"))
                .isEqualTo(1);
    }

    @Test
    void nothingIsSentToAWebhookThatIsDisabledMeanwhile() {
        requests.test(webhook);
        platform.webhooks
                .change("acme", webhook, new WebhookPatch(Optional.empty(), Optional.empty(), Optional.of(true)))
                .await();

        platform.startWorker();

        await().until(() -> requests.count() == 0);
        assertThat(subscriber.received()).isEmpty();
        assertThat(platform.count("select count(*) from attempt")).isZero();
    }

    @Test
    void aRequestWhoseOutcomeTheDatabaseRefusesIsGivenUp() {
        platform.pool
                .query("alter table attempt add constraint poison check (trigger <> 'test')")
                .execute()
                .await();
        platform.startWorker();

        requests.test(webhook);

        await().until(() -> subscriber.received().size() == 1);
        await().until(() -> requests.count() == 0);
        assertThat(platform.count("select count(*) from attempt")).isZero();
    }

    @Test
    void aRequestIsMadeByOneOfSeveralWorkers() {
        platform.startWorker();
        platform.startWorker();
        String event = platform.owe(webhook, 1).get(0);
        requests.awaitAttempts("retry", 1);

        for (int i = 0; i < 20; i++) {
            requests.resend(webhook, event);
        }

        requests.awaitAttempts("manual", 20);
        await().until(() -> requests.count() == 0);
        assertThat(subscriber.received()).hasSize(21);
    }

    @Test
    void aWorkerThatStopsRecordsWhatItHasSent() {
        Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
        subscriber.answers((request, count) -> {
            held.add(request);
            platform.vertx.setTimer(500, late -> request.response().end());
        });
        Platform.Worker worker = platform.startWorker();
        requests.test(webhook);
        await().until(() -> held.size() == 1);

        worker.stop();

        assertThat(platform.count("select count(*) from attempt where trigger = 'test' and outcome = 'ok'"))
                .isEqualTo(1);
        assertThat(requests.count()).isZero();
    }
}
