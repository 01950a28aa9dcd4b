package io.integrator.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.delivery.TestSubscriber.Answer;
import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.EventType;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What follows from resends and tests, and what doesn't. */
class RequestedAttemptsTest {

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
    void aFailedResendLeavesTheRetriesAsTheyWereAndDoesNotCount() {
        platform.startWorker();
        String event = publishInVain(1);
        String owed = owed();

        requests.resend(webhook, event);

        requests.awaitAttempts("manual", 1);
        assertThat(owed()).isEqualTo(owed);
        assertThat(platform.webhook(webhook).failureCount()).isEqualTo(1);
        assertThat(requests.count()).isZero();
        assertThat(platform.count("select count(*) from attempt where trigger = 'manual' and number = 2"
                        + " and outcome = 'http_status' and retry_at is null"))
                .isEqualTo(1);
    }

    @Test
    void aSuccessfulResendSettlesTheDeliveryAndResetsTheCount() {
        platform.startWorker();
        String event = publishInVain(1);
        subscriber.answers(Answer.status(204));

        requests.resend(webhook, event);

        requests.awaitAttempts("manual", 1);
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
        requests.awaitAttempts("first", 1);

        requests.resend(webhook, event);

        requests.awaitAttempts("manual", 1);
        assertThat(subscriber.ids()).containsExactly(event, event);
    }

    @Test
    void failedRequestsNeverDisable() {
        platform.with("WEBHOOKS_DISABLE_FAILURES", "2")
                .with("WEBHOOKS_DISABLE_AGE", "0")
                .startWorker();
        String event = publishInVain(1);

        requests.resend(webhook, event);
        requests.resend(webhook, event);
        requests.test(webhook);

        requests.awaitAttempts("manual", 2);
        requests.awaitAttempts("test", 1);
        assertThat(platform.webhook(webhook).failureCount()).isEqualTo(1);
        assertThat(platform.webhook(webhook).disabled()).isFalse();
    }

    @Test
    void a410ToARequestDisablesNothing() {
        platform.startWorker();
        String event = platform.publish(EventType.PAYMENT_COMPLETED);
        requests.awaitAttempts("first", 1);
        subscriber.answers(Answer.status(410));

        requests.resend(webhook, event);
        requests.test(webhook);

        requests.awaitAttempts("manual", 1);
        requests.awaitAttempts("test", 1);
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

        requests.resend(webhook, event);
        requests.awaitAttempts("manual", 1);
        assertThat(lane()).isEqualTo(lane);
        subscriber.answers(Answer.status(200));
        requests.resend(webhook, event);
        requests.awaitAttempts("manual", 2);

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

        requests.resend(webhook, event);

        requests.awaitAttempts("manual", 1);
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
        requests.awaitAttempts("first", 1);
        String lane = lane();

        requests.resend(webhook, event);

        requests.awaitAttempts("manual", 1);
        assertThat(lane()).isEqualTo(lane);
    }

    @Test
    void aTestReachesAWebhookThatIsSubscribedToNothing() {
        UUID silent = platform.register("acme", subscriber.url("/silent"));
        platform.startWorker();

        DomainEvent event = requests.test(silent);

        requests.awaitAttempts("test", 1);
        assertThat(subscriber.received()).singleElement().satisfies(received -> {
            assertThat(received.path()).isEqualTo("/silent");
            assertThat(received.id()).isEqualTo(event.id());
            assertThat(received.body()).isEqualTo(event.body().toString());
            assertThat(received.headers()).containsKeys("webhook-signature", "webhook-timestamp");
        });
        assertThat(platform.count("select count(*) from owed")).isZero();
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
