package io.integrator.webhooks.delivery.sending;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.waitAtMost;

import io.integrator.webhooks.delivery.DeliveryMetrics;
import io.integrator.webhooks.delivery.policy.DeliveryPolicy;
import io.integrator.webhooks.delivery.policy.RetrySchedule;
import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.Lease;
import io.integrator.webhooks.domain.OutcomeCode;
import io.integrator.webhooks.domain.Target;
import io.integrator.webhooks.domain.Trigger;
import io.integrator.webhooks.settings.BreakerSettings;
import io.integrator.webhooks.settings.SendSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A real subscriber holds its responses until it is told; the lanes' clock stands still until it is moved. */
class LanesTest {

    private static final Duration AT_MOST = Duration.ofSeconds(10);
    private static final int PER_WEBHOOK = 3;
    private static final int IN_ALL = 8;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final Map<String, LinkedBlockingDeque<HttpServerRequest>> held = new ConcurrentHashMap<>();
    private final UUID webhook = UUID.randomUUID();
    private final UUID other = UUID.randomUUID();
    private SendingFixture fixture;
    private Lanes lanes;
    private int port;

    @BeforeEach
    void start() {
        SendSettings settings = SendingFixture.settings(Duration.ofSeconds(20), PER_WEBHOOK, IN_ALL);
        fixture = new SendingFixture(settings, "127.0.0.0/8");
        port = SendingFixture.await(fixture.vertx()
                        .createHttpServer()
                        .requestHandler(request -> heldAt(request.path()).add(request))
                        .listen(0, "127.0.0.1"))
                .actualPort();
        DeliveryPolicy policy =
                new DeliveryPolicy(new RetrySchedule(List.of(Duration.ofSeconds(5)), 0, new Random(1)), Duration.ZERO);
        lanes = new Lanes(
                fixture.sender(),
                policy,
                new BreakerSettings(5, Duration.ofMinutes(1), Duration.ofMinutes(15)),
                settings,
                1,
                now::get,
                new DeliveryMetrics(new SimpleMeterRegistry()));
    }

    @AfterEach
    void close() {
        held.values()
                .forEach(requests ->
                        requests.forEach(request -> request.response().end()));
        fixture.close();
    }

    @Test
    void aWebhookHasNoMoreInFlightThanItsBound() {
        List<Ticket> tickets = enter(webhook, 10);

        waitForHeld(webhook, PER_WEBHOOK);
        assertThat(tickets).filteredOn(Ticket::isStarted).hasSize(PER_WEBHOOK);
        assertThat(fixture.<Integer>onLoop(lanes::inFlight)).isEqualTo(PER_WEBHOOK);
    }

    @Test
    void whatWaitsIsSentAsWhatIsInFlightComesBack() {
        List<Ticket> tickets = enter(webhook, 10);

        for (int i = 0; i < 10; i++) {
            answer(webhook, 200);
        }

        assertSent(tickets);
        assertThat(fixture.<Integer>onLoop(lanes::inFlight)).isZero();
    }

    @Test
    void allWebhooksTogetherHaveNoMoreInFlightThanTheProcessMay() {
        List<UUID> webhooks = Stream.generate(UUID::randomUUID).limit(5).toList();

        List<Ticket> tickets = webhooks.stream()
                .flatMap(one -> enter(one, PER_WEBHOOK).stream())
                .toList();

        waitAtMost(AT_MOST)
                .until(() ->
                        webhooks.stream().mapToInt(one -> heldOf(one).size()).sum() == IN_ALL);
        assertThat(tickets).filteredOn(Ticket::isStarted).hasSize(IN_ALL);
        for (UUID one : webhooks) {
            for (int i = 0; i < PER_WEBHOOK; i++) {
                answer(one, 200);
            }
        }
        assertSent(tickets);
    }

    @Test
    void aLaneThatStandsStillParksWhatComes() {
        enter(webhook, PER_WEBHOOK);
        waitForHeld(webhook, PER_WEBHOOK);
        pass(Duration.ofSeconds(1));

        Ticket late = enter(webhook, 1).get(0);

        assertThat(late.passage().result()).isEqualTo(new Passage.Parked(now.get()));
    }

    @Test
    void aLaneThatMovesSlowlyParksWhatWouldWaitTooLong() {
        List<Ticket> slow = enter(webhook, PER_WEBHOOK);
        pass(Duration.ofMillis(300));
        answer(webhook, 200);
        waitAtMost(AT_MOST).until(() -> fixture.<Integer>onLoop(lanes::inFlight) < PER_WEBHOOK);

        List<Ticket> tickets = enter(webhook, 30);

        assertThat(slow).hasSize(PER_WEBHOOK);
        assertThat(tickets.get(1).passage().isComplete()).isFalse();
        assertThat(tickets.get(29).passage().result()).isEqualTo(new Passage.Parked(now.get()));
    }

    @Test
    void aWebhookThatHangsLeavesTheOthersTheirPlaces() {
        enter(webhook, 100);
        waitForHeld(webhook, PER_WEBHOOK);

        List<Ticket> tickets = enter(other, 20);
        for (int i = 0; i < 20; i++) {
            answer(other, 200);
        }

        assertSent(tickets);
    }

    @Test
    void lanesThatWaitForAPlaceGetItInTurn() {
        List<UUID> hogs = Stream.generate(UUID::randomUUID).limit(3).toList();
        hogs.forEach(hog -> enter(hog, PER_WEBHOOK));
        List<Ticket> first = enter(webhook, 20);
        List<Ticket> second = enter(other, 20);
        waitAtMost(AT_MOST)
                .until(() -> hogs.stream().mapToInt(hog -> heldOf(hog).size()).sum() == IN_ALL);

        answer(hogs.get(0), 200);
        answer(hogs.get(0), 200);
        answer(hogs.get(0), 200);

        waitAtMost(AT_MOST)
                .until(() -> heldOf(webhook).size()
                                + heldOf(other).size()
                                + heldOf(hogs.get(2)).size()
                        == 5);
        assertThat(first).filteredOn(Ticket::isStarted).hasSize(1);
        assertThat(second).filteredOn(Ticket::isStarted).hasSize(1);
    }

    @Test
    void aDisabledWebhookIsNotPostedTo() {
        Target disabled = SendingFixture.target(webhook, url(webhook), 1, true, Instant.EPOCH);

        Ticket ticket = enter(SendingFixture.delivery(disabled));

        assertThat(ticket.passage().result()).isInstanceOf(Passage.Parked.class);
        assertThat(heldOf(webhook)).isEmpty();
    }

    @Test
    void aWebhookThatWaitsIsParkedUntilThen() {
        Instant until = now.get().plusSeconds(60);

        Ticket ticket = enter(SendingFixture.delivery(SendingFixture.target(webhook, url(webhook), 1, false, until)));

        assertThat(ticket.passage().result()).isEqualTo(new Passage.Parked(until));
        now.set(until);
        assertThat(enter(SendingFixture.delivery(SendingFixture.target(webhook, url(webhook), 1, false, until)))
                        .isStarted())
                .isTrue();
    }

    @Test
    void aRetryAfterHoldsTheWholeWebhook() {
        Ticket asked = enter(webhook, 1).get(0);
        waitForHeld(webhook, 1);
        heldOf(webhook)
                .poll()
                .response()
                .setStatusCode(429)
                .putHeader("retry-after", "3600")
                .end();
        Instant end = sent(asked).attempt().endedAt();

        Ticket next = enter(webhook, 1).get(0);

        assertThat(next.passage().result()).isEqualTo(new Passage.Parked(end.plusSeconds(3_600)));
    }

    @Test
    void aRetryAfterParksWhatWaitsInTheQueueToo() {
        List<Ticket> tickets = enter(webhook, PER_WEBHOOK + 2);
        waitForHeld(webhook, PER_WEBHOOK);

        heldOf(webhook)
                .poll()
                .response()
                .setStatusCode(429)
                .putHeader("retry-after", "3600")
                .end();

        assertThat(passage(tickets.get(PER_WEBHOOK))).isInstanceOf(Passage.Parked.class);
        assertThat(passage(tickets.get(PER_WEBHOOK + 1))).isInstanceOf(Passage.Parked.class);
    }

    @Test
    void fiveFailuresOpenTheBreakerAndParkWhatWaits() {
        List<Ticket> tickets = enter(webhook, PER_WEBHOOK + 5);

        for (int i = 0; i < 5; i++) {
            answer(webhook, 500);
            sent(tickets.get(i));
        }

        Passage.Sent fifth = sent(tickets.get(4));
        Instant probeAt = fifth.attempt().endedAt().plus(Duration.ofMinutes(1));
        assertThat(fifth.breaker()).hasValueSatisfying(breaker -> {
            assertThat(breaker.isOpen()).isTrue();
            assertThat(breaker.probeAt()).isEqualTo(probeAt);
        });
        assertThat(passage(tickets.get(7))).isEqualTo(new Passage.Parked(probeAt));
        assertThat(fixture.<Long>onLoop(lanes::openBreakers)).isEqualTo(1);
        assertThat(enter(webhook, 1).get(0).passage().result()).isEqualTo(new Passage.Parked(probeAt));
    }

    @Test
    void anOpenBreakerSendsOneRetryAsAProbeAndNoFirstAttempt() {
        Instant probeAt = openBreaker();
        now.set(probeAt);

        Ticket first = enter(webhook, 1).get(0);
        Ticket probe = enter(retry(webhook));
        Ticket second = enter(retry(webhook));

        assertThat(first.passage().result()).isInstanceOf(Passage.Parked.class);
        assertThat(second.passage().result()).isInstanceOf(Passage.Parked.class);
        answer(webhook, 500);
        assertThat(sent(probe).attempt().delivery().trigger()).isEqualTo(Trigger.PROBE);
        assertThat(sent(probe).breaker())
                .hasValueSatisfying(breaker -> assertThat(breaker.probes()).isEqualTo(2));
    }

    @Test
    void beforeItsTimeNoProbeIsSent() {
        Instant probeAt = openBreaker();
        now.set(probeAt.minusMillis(1));

        assertThat(enter(retry(webhook)).passage().result()).isEqualTo(new Passage.Parked(probeAt));
    }

    @Test
    void aProbeThatSucceedsClosesTheBreaker() {
        now.set(openBreaker());
        Ticket probe = enter(retry(webhook));
        answer(webhook, 200);

        assertThat(sent(probe).breaker())
                .hasValueSatisfying(breaker -> assertThat(breaker.isOpen()).isFalse());
        assertThat(fixture.<Long>onLoop(lanes::openBreakers)).isZero();
    }

    @Test
    void afterAProbeThatSucceededConcurrencyRampsUp() {
        now.set(openBreaker());
        Ticket probe = enter(retry(webhook));
        answer(webhook, 200);
        sent(probe);

        List<Ticket> tickets = enter(webhook, 10);

        waitForHeld(webhook, 2);
        assertThat(tickets).filteredOn(Ticket::isStarted).hasSize(2);
        answer(webhook, 200);
        waitForHeld(webhook, PER_WEBHOOK);
        assertThat(tickets).filteredOn(Ticket::isStarted).hasSize(4);
    }

    @Test
    void aBreakerThatAnotherWorkerOpenedIsProbed() {
        fixture.onLoop(() -> {
            lanes.adoptBreaker(webhook, 3);
            return null;
        });

        Ticket probe = enter(retry(webhook));
        answer(webhook, 200);

        assertThat(sent(probe).attempt().delivery().trigger()).isEqualTo(Trigger.PROBE);
        assertThat(sent(probe).breaker())
                .hasValueSatisfying(breaker -> assertThat(breaker.isOpen()).isFalse());
    }

    @Test
    void aNewRevisionStartsWithAClosedBreaker() {
        openBreaker();

        Ticket ticket =
                enter(SendingFixture.delivery(SendingFixture.target(webhook, url(webhook), 2, false, Instant.EPOCH)));

        assertThat(ticket.isStarted()).isTrue();
    }

    @Test
    void aDeliveryWhoseLeaseIsTooShortIsForfeited() {
        Delivery expiring = leased(now.get().plusSeconds(1));

        assertThat(enter(expiring).passage().result()).isInstanceOf(Passage.Forfeited.class);
        assertThat(fixture.<Integer>onLoop(lanes::inFlight)).isZero();
    }

    @Test
    void whatWaitsBehindAForfeitedDeliveryIsSent() {
        enter(webhook, PER_WEBHOOK);
        List<Ticket> expiring = new ArrayList<>();
        for (int i = 0; i < 2 * PER_WEBHOOK; i++) {
            expiring.add(enter(leased(now.get().plusSeconds(1))));
        }
        Ticket last = enter(webhook, 1).get(0);

        for (int i = 0; i < PER_WEBHOOK + 1; i++) {
            answer(webhook, 200);
        }

        sent(last);
        assertThat(expiring).allSatisfy(ticket -> assertThat(passage(ticket)).isInstanceOf(Passage.Forfeited.class));
    }

    @Test
    void whatIsWithdrawnIsNotSent() {
        List<Ticket> tickets = enter(webhook, PER_WEBHOOK + 2);
        fixture.onLoop(() -> {
            tickets.get(PER_WEBHOOK).withdraw(now.get());
            lanes.dropWithdrawn();
            return null;
        });

        for (int i = 0; i < PER_WEBHOOK + 1; i++) {
            answer(webhook, 200);
        }

        assertThat(tickets.get(PER_WEBHOOK).passage().result()).isEqualTo(new Passage.Parked(now.get()));
        sent(tickets.get(PER_WEBHOOK + 1));
    }

    @Test
    void aLaneThatIsFullIsNamedAndOneThatIsNotIsNot() {
        enter(webhook, 2 * PER_WEBHOOK);
        enter(other, 2 * PER_WEBHOOK - 1);

        assertThat(fixture.onLoop(lanes::full)).containsExactly(webhook);
    }

    @Test
    void idleLanesAreForgottenAndOpenBreakersAreNot() {
        openBreaker();
        Ticket ticket = enter(other, 1).get(0);
        answer(other, 200);
        sent(ticket);

        int size = fixture.onLoop(() -> {
            lanes.forgetIdle();
            return lanes.size();
        });

        assertThat(size).isEqualTo(1);
        assertThat(fixture.<Long>onLoop(lanes::openBreakers)).isEqualTo(1);
    }

    @Test
    void retriesHaveHalfOfThePlacesAndAFewWhenAllAreTaken() {
        assertThat(fixture.<Integer>onLoop(lanes::placesForRetries)).isEqualTo(IN_ALL / 2);

        Stream.generate(UUID::randomUUID).limit(3).forEach(one -> enter(one, PER_WEBHOOK));

        assertThat(fixture.<Integer>onLoop(lanes::placesForRetries)).isEqualTo(IN_ALL / 8);
    }

    private Instant openBreaker() {
        List<Ticket> tickets = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            tickets.addAll(enter(webhook, 1));
            answer(webhook, 500);
            sent(tickets.get(i));
        }
        return sent(tickets.get(4)).breaker().orElseThrow().probeAt();
    }

    private void assertSent(List<Ticket> tickets) {
        assertThat(tickets)
                .allSatisfy(ticket ->
                        assertThat(sent(ticket).attempt().outcome().code()).isEqualTo(OutcomeCode.OK));
    }

    private static Passage passage(Ticket ticket) {
        return SendingFixture.await(ticket.passage());
    }

    private static Passage.Sent sent(Ticket ticket) {
        return (Passage.Sent) passage(ticket);
    }

    private List<Ticket> enter(UUID id, int count) {
        return fixture.onLoop(() -> IntStream.range(0, count)
                .mapToObj(i -> lanes.enter(SendingFixture.delivery(SendingFixture.target(id, url(id)))))
                .toList());
    }

    private Ticket enter(Delivery delivery) {
        return fixture.onLoop(() -> lanes.enter(delivery));
    }

    private Delivery retry(UUID id) {
        return new Delivery(
                SendingFixture.target(id, url(id)), SendingFixture.event(), 2, Trigger.RETRY, Optional.empty());
    }

    private Delivery leased(Instant until) {
        return new Delivery(
                SendingFixture.target(webhook, url(webhook)),
                SendingFixture.event(),
                2,
                Trigger.RETRY,
                Optional.of(new Lease(UUID.randomUUID(), until)));
    }

    /** Lets the subscriber answer the request that it has held longest, once it has one. */
    private void answer(UUID id, int status) {
        waitForHeld(id, 1);
        heldOf(id).poll().response().setStatusCode(status).end();
    }

    private void waitForHeld(UUID id, int count) {
        waitAtMost(AT_MOST).until(() -> heldOf(id).size() >= count);
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    private String url(UUID id) {
        return "http://127.0.0.1:" + port + "/" + id;
    }

    private LinkedBlockingDeque<HttpServerRequest> heldOf(UUID id) {
        return heldAt("/" + id);
    }

    private LinkedBlockingDeque<HttpServerRequest> heldAt(String path) {
        return held.computeIfAbsent(path, first -> new LinkedBlockingDeque<>());
    }
}
