package io.integrator.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.delivery.TestSubscriber.Answer;
import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.EventBody;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.domain.ServiceType;
import io.integrator.webhooks.store.AttemptRequest;
import io.integrator.webhooks.store.RequestedAttemptStore;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.integrator.webhooks.store.WebhookPatch;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Resends and tests, from the request in the database to the wire and back. */
class RequestedAttemptsTest {

    private final TimeOrderedIds ids = new TimeOrderedIds(InstantSource.system());
    private Platform platform;
    private TestSubscriber subscriber;
    private RequestedAttemptStore requests;
    private UUID webhook;

    @BeforeEach
    void start() {
        platform = new Platform().with("WEBHOOKS_RETRY_SCHEDULE", "1h");
        subscriber = platform.startSubscriber();
        requests = new RequestedAttemptStore(platform.pool);
        webhook = platform.register("acme", subscriber.url("/"), EventType.PAYMENT_COMPLETED);
    }

    @AfterEach
    void stop() {
        platform.close();
    }

    @Test
    void aFailedResendLeavesTheRetriesAsTheyWereAndDoesNotCount() {
        platform.startWorker();
        String event = publishInVain(1);
        String owed = owed();

        resend(event);

        awaitAttempts("manual", 1);
        assertThat(owed()).isEqualTo(owed);
        assertThat(platform.webhook(webhook).failureCount()).isEqualTo(1);
        assertThat(requests()).isZero();
        assertThat(platform.count("select count(*) from attempt where trigger = 'manual' and number = 2"
                        + " and outcome = 'http_status' and retry_at is null"))
                .isEqualTo(1);
    }

    @Test
    void aSuccessfulResendSettlesTheDeliveryAndResetsTheCount() {
        platform.startWorker();
        String event = publishInVain(1);
        subscriber.answers(Answer.status(204));

        resend(event);

        awaitAttempts("manual", 1);
        assertThat(platform.count("select count(*) from owed")).isZero();
        assertThat(platform.webhook(webhook).failureCount()).isZero();
        assertThat(subscriber.ids()).containsExactly(event, event);
        assertThat(subscriber.received().get(1).body())
                .isEqualTo(subscriber.received().get(0).body());
    }

    @Test
    void whatWasDeliveredIsSentOnceMore() {
        platform.startWorker();
        String event = platform.publish(EventType.PAYMENT_COMPLETED);
        awaitAttempts("first", 1);

        resend(event);

        awaitAttempts("manual", 1);
        assertThat(subscriber.ids()).containsExactly(event, event);
    }

    @Test
    void failedRequestsNeverDisable() {
        platform.with("WEBHOOKS_DISABLE_FAILURES", "2")
                .with("WEBHOOKS_DISABLE_AGE", "0")
                .startWorker();
        String event = publishInVain(1);

        resend(event);
        resend(event);
        test();

        awaitAttempts("manual", 2);
        awaitAttempts("test", 1);
        assertThat(platform.webhook(webhook).failureCount()).isEqualTo(1);
        assertThat(platform.webhook(webhook).disabled()).isFalse();
    }

    @Test
    void a410ToARequestDisablesNothing() {
        platform.startWorker();
        String event = platform.publish(EventType.PAYMENT_COMPLETED);
        awaitAttempts("first", 1);
        subscriber.answers(Answer.status(410));

        resend(event);
        test();

        awaitAttempts("manual", 1);
        awaitAttempts("test", 1);
        assertThat(platform.count("select count(*) from attempt where outcome = 'gone'"))
                .isEqualTo(2);
        assertThat(platform.webhook(webhook).disabled()).isFalse();
        assertThat(platform.webhook(webhook).failureCount()).isZero();
    }

    @Test
    void anOpenBreakerStopsNoResendAndStaysAsItWasUntilOneSucceeds() {
        platform.startWorker();
        String event = publishInVain(5);
        await().until(() -> platform.count("select count(*) from lane where probes = 1") == 1);
        String lane = lane();

        resend(event);
        awaitAttempts("manual", 1);
        assertThat(lane()).isEqualTo(lane);
        subscriber.answers(Answer.status(200));
        resend(event);
        awaitAttempts("manual", 2);

        assertThat(platform.count("select count(*) from lane where probes = 0 and waits_until <= now()"))
                .isEqualTo(1);
        assertThat(platform.count("select count(*) from owed")).isEqualTo(4);
        platform.publish(EventType.PAYMENT_COMPLETED);
        await().until(() -> platform.count("select count(*) from attempt where trigger = 'first'") == 6);
    }

    @Test
    void aBreakerThatAnotherWorkerOpenedIsClosedByASuccess() {
        String event = platform.owe(webhook, 1).get(0);
        platform.pool
                .query("update lane set probes = 2, waits_until = now() + interval '1 hour'")
                .execute()
                .await();
        platform.startWorker();

        resend(event);

        awaitAttempts("manual", 1);
        assertThat(platform.count("select count(*) from lane where probes = 0 and waits_until <= now()"))
                .isEqualTo(1);
        assertThat(platform.count("select count(*) from owed")).isZero();
    }

    @Test
    void aRetryAfterStopsNoResendAndWaitsOn() {
        subscriber.answers((request, count) -> request.response()
                .setStatusCode(429)
                .putHeader("retry-after", "3600")
                .end());
        platform.startWorker();
        String event = platform.publish(EventType.PAYMENT_COMPLETED);
        awaitAttempts("first", 1);
        String lane = lane();

        resend(event);

        awaitAttempts("manual", 1);
        assertThat(lane()).isEqualTo(lane);
    }

    @Test
    void aTestReachesAWebhookThatIsSubscribedToNothing() {
        UUID silent = platform.register("acme", subscriber.url("/silent"));
        platform.startWorker();

        DomainEvent event = test(silent);

        awaitAttempts("test", 1);
        assertThat(subscriber.received()).singleElement().satisfies(received -> {
            assertThat(received.path()).isEqualTo("/silent");
            assertThat(received.id()).isEqualTo(event.id());
            assertThat(received.body()).isEqualTo(event.body().toString());
            assertThat(received.headers()).containsKeys("webhook-signature", "webhook-timestamp");
        });
        assertThat(platform.count("select count(*) from owed")).isZero();
    }

    @Test
    void whatAWorkerHadWhenItDiedIsSentOnceItsLeaseHasEnded() {
        String event = platform.owe(webhook, 1).get(0);
        platform.pool.query("update lane set held = true").execute().await();
        resend(event);
        assertThat(requests.claim(10, Duration.ofSeconds(1)).await()).hasSize(1);

        platform.startWorker();

        awaitAttempts("manual", 1);
        assertThat(subscriber.ids()).containsExactly(event);
    }

    @Test
    void aRequestOfWhichNoNewsComesIsFoundAllTheSame() {
        platform.startWorker();
        platform.pool
                .query("alter table requested_attempt disable trigger requested_attempt")
                .execute()
                .await();

        test();

        awaitAttempts("test", 1);
    }

    @Test
    void whatAFullLaneCannotTakeIsGivenBackAndSentLater() {
        Queue<HttpServerRequest> held = new ConcurrentLinkedQueue<>();
        subscriber.answers((request, count) -> held.add(request));
        platform.with("WEBHOOKS_SEND_IN_FLIGHT_PER_WEBHOOK", "1").startWorker();
        platform.publish(EventType.PAYMENT_COMPLETED);
        await().until(() -> held.size() == 1);
        String event = platform.owe(webhook, 1).get(0);

        resend(event);
        await().until(() -> platform.count("select count(*) from requested_attempt where leased_until > 'epoch'"
                        + " and leased_until < now() + interval '5 seconds'")
                == 1);
        subscriber.answers(Answer.status(200));
        held.remove().response().end();

        awaitAttempts("manual", 1);
        assertThat(platform.count("select count(*) from attempt where trigger = 'manual' and outcome = 'ok'"))
                .isEqualTo(1);
    }

    @Test
    void nothingIsSentToAWebhookThatIsDisabledMeanwhile() {
        test();
        platform.webhooks
                .change("acme", webhook, new WebhookPatch(Optional.empty(), Optional.empty(), Optional.of(true)))
                .await();

        platform.startWorker();

        await().until(() -> requests() == 0);
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

        test();

        await().until(() -> subscriber.received().size() == 1);
        await().until(() -> requests() == 0);
        assertThat(platform.count("select count(*) from attempt")).isZero();
    }

    @Test
    void aRequestIsMadeByOneOfSeveralWorkers() {
        platform.startWorker();
        platform.startWorker();
        String event = platform.owe(webhook, 1).get(0);
        awaitAttempts("retry", 1);

        for (int i = 0; i < 20; i++) {
            resend(event);
        }

        awaitAttempts("manual", 20);
        await().until(() -> requests() == 0);
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
        test();
        await().until(() -> held.size() == 1);

        worker.stop();

        assertThat(platform.count("select count(*) from attempt where trigger = 'test' and outcome = 'ok'"))
                .isEqualTo(1);
        assertThat(requests()).isZero();
    }

    /** Publishes events that the subscriber answers with 500; gives the first one's id once all are counted. */
    private String publishInVain(int events) {
        subscriber.answers(Answer.status(500));
        String first = platform.publish(EventType.PAYMENT_COMPLETED);
        for (int more = 1; more < events; more++) {
            platform.publish(EventType.PAYMENT_COMPLETED);
        }
        await().until(() -> platform.webhook(webhook).failureCount() == events);
        return first;
    }

    private void resend(String event) {
        assertThat(requests.requestResend(ids.next(), "acme", webhook, event).await())
                .isInstanceOf(AttemptRequest.Taken.class);
    }

    private DomainEvent test() {
        return test(webhook);
    }

    private DomainEvent test(UUID tested) {
        UUID key = ids.next();
        String id = "test_" + key;
        Buffer body = EventBody.of(id, ServiceType.TEST, Instant.now(), Buffer.buffer("{}"));
        DomainEvent event = new DomainEvent(key, "acme", id, ServiceType.TEST, Instant.now(), body);
        assertThat(requests.requestTest(ids.next(), tested, event).await()).isInstanceOf(AttemptRequest.Taken.class);
        return event;
    }

    private void awaitAttempts(String trigger, int count) {
        await().until(() -> platform.count("select count(*) from attempt where trigger = $1", trigger) == count);
    }

    private long requests() {
        return platform.count("select count(*) from requested_attempt");
    }

    private String owed() {
        return text("select string_agg(o::text, ' ') from owed o");
    }

    private String lane() {
        return text("select l::text from lane l");
    }

    private String text(String sql) {
        return platform.pool.query(sql).execute().await().iterator().next().getString(0);
    }
}
