package io.integrator.webhooks.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.domain.OutcomeCode;
import io.integrator.webhooks.embedded.DnsServer;
import io.integrator.webhooks.embedded.TestAuthority;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpVersion;
import io.vertx.sqlclient.Tuple;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hundreds of webhooks at once whose subscribers do what subscribers do. */
class HostileSubscribersTest {

    /** Webhooks of each way. */
    private static final int WEBHOOKS = 8;

    /** Of each integrator; too few to open a breaker. */
    private static final int EVENTS = 3;

    private static final int WEBHOOKS_OF_AN_INTEGRATOR = 16;
    private static final int IN_FLIGHT = 1_024;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private final DnsServer dns = DnsServer.start();
    private final TestAuthority authority = new TestAuthority();
    private final Vertx vertx = Vertx.vertx();
    private final HostileSubscribers subscribers = new HostileSubscribers(vertx, dns, authority);
    private Platform platform;

    @BeforeEach
    void start(@TempDir Path directory) {
        platform = new Platform()
                .with("WEBHOOKS_EGRESS_DNS_SERVERS", dns.address())
                .with("WEBHOOKS_EGRESS_CA_BUNDLE", authority.bundleIn(directory).toString())
                .with("WEBHOOKS_SEND_IN_FLIGHT", Integer.toString(IN_FLIGHT))
                .with("WEBHOOKS_RETRY_SCHEDULE", "1h");
    }

    @AfterEach
    void stop() {
        platform.close();
        vertx.close().await();
        dns.close();
    }

    @Test
    void eachEndsInTheOutcomeThatPolicyNamesWithOneRequestForEachAttempt() {
        platform.with("WEBHOOKS_SEND_DEADLINE", "60s").with("WEBHOOKS_SEND_CONNECT_TIMEOUT", "30s");
        Map<HostileSubscriber, List<UUID>> webhooks = register(subscribers.startPrompt());

        deliverTo(webhooks);

        assertOutcomes(webhooks);
        assertThat(subscribers.versions()).containsExactly(HttpVersion.HTTP_2);
        assertThat(platform.count("select count(*) from webhook where disabled_reason = 'gone'"))
                .isEqualTo(WEBHOOKS);
    }

    @Test
    void thoseThatHangAreCutOffAtTheDeadline() {
        platform.with("WEBHOOKS_SEND_DEADLINE", "4s").with("WEBHOOKS_SEND_CONNECT_TIMEOUT", "3s");
        Map<HostileSubscriber, List<UUID>> webhooks = register(subscribers.startHanging());

        deliverTo(webhooks);

        assertOutcomes(webhooks);
    }

    private void deliverTo(Map<HostileSubscriber, List<UUID>> webhooks) {
        int integrators = (webhooks.size() * WEBHOOKS - 1) / WEBHOOKS_OF_AN_INTEGRATOR + 1;
        Platform.Worker worker = platform.startWorker();
        for (int event = 0; event < EVENTS; event++) {
            for (int integrator = 0; integrator < integrators; integrator++) {
                platform.publish("i" + integrator, "event-" + event, EventType.PAYMENT_COMPLETED);
            }
        }
        await().atMost(PATIENCE).until(() -> platform.committed() == (long) EVENTS * integrators);
        await().atMost(PATIENCE).until(this::nothingIsOnItsWay);
        assertThat(worker.metrics.get("webhooks.connections").gauge().value()).isLessThanOrEqualTo(IN_FLIGHT);
    }

    private void assertOutcomes(Map<HostileSubscriber, List<UUID>> webhooks) {
        SoftAssertions softly = new SoftAssertions();
        webhooks.forEach((subscriber, ids) -> {
            String name = subscriber.name();
            int requests = subscriber.requests().get();
            softly.assertThat(webhooksWithAttempts(ids)).as(name).isEqualTo(WEBHOOKS);
            switch (subscriber.sees()) {
                case ALL -> {
                    softly.assertThat(outcomesAt(ids)).as(name).isEqualTo(subscriber.outcomes());
                    softly.assertThat(attemptsAt(ids))
                            .as("attempts, and requests at " + name)
                            .isEqualTo(requests);
                }
                case SOME -> {
                    softly.assertThat(subscriber.outcomes()).as(name).containsAll(outcomesAt(ids));
                    softly.assertThat(attemptsAt(ids)).as(name).isGreaterThanOrEqualTo(requests);
                    softly.assertThat(failuresAt(ids)).as("failures at " + name).isEqualTo(owedTo(ids));
                }
                case NONE -> softly.assertThat(outcomesAt(ids)).as(name).isEqualTo(subscriber.outcomes());
            }
        });
        softly.assertAll();
    }

    private Map<HostileSubscriber, List<UUID>> register(List<HostileSubscriber> all) {
        Map<HostileSubscriber, List<UUID>> webhooks = new LinkedHashMap<>();
        int registered = 0;
        for (int number = 0; number < WEBHOOKS; number++) {
            for (HostileSubscriber subscriber : all) {
                String integrator = "i" + registered / WEBHOOKS_OF_AN_INTEGRATOR;
                platform.integrators.add(integrator).await();
                webhooks.computeIfAbsent(subscriber, first -> new ArrayList<>())
                        .add(platform.register(integrator, subscriber.url(), EventType.PAYMENT_COMPLETED));
                registered++;
            }
        }
        return webhooks;
    }

    /** What is owed now waits for a lane that waits, or for its next attempt in an hour. */
    private boolean nothingIsOnItsWay() {
        return platform.count("""
                select count(*) from owed join lane using (webhook_id)
                where owed.lease is not null
                   or (owed.due_at < now() + interval '10 minutes' and not lane.held and lane.waits_until < now())""") == 0;
    }

    private Set<OutcomeCode> outcomesAt(List<UUID> webhooks) {
        Set<OutcomeCode> outcomes = EnumSet.noneOf(OutcomeCode.class);
        platform.pool
                .preparedQuery("select distinct outcome from attempt where webhook_id = any ($1::uuid[])")
                .execute(Tuple.of(webhooks.toArray(UUID[]::new)))
                .await()
                .forEach(row -> outcomes.add(
                        OutcomeCode.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT))));
        return outcomes;
    }

    private long webhooksWithAttempts(List<UUID> webhooks) {
        return count("select count(distinct webhook_id) from attempt where webhook_id = any ($1::uuid[])", webhooks);
    }

    private long attemptsAt(List<UUID> webhooks) {
        return count("select count(*) from attempt where webhook_id = any ($1::uuid[])", webhooks);
    }

    private long failuresAt(List<UUID> webhooks) {
        return count("select coalesce(sum(failure_count), 0) from webhook where id = any ($1::uuid[])", webhooks);
    }

    private long owedTo(List<UUID> webhooks) {
        return count("select count(*) from owed where webhook_id = any ($1::uuid[])", webhooks);
    }

    private long count(String sql, List<UUID> webhooks) {
        return platform.count(sql, (Object) webhooks.toArray(UUID[]::new));
    }
}
