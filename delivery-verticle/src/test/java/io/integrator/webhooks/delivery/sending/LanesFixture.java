package io.integrator.webhooks.delivery.sending;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.delivery.DeliveryMetrics;
import io.integrator.webhooks.delivery.policy.DeliveryPolicy;
import io.integrator.webhooks.delivery.policy.RetrySchedule;
import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.Lease;
import io.integrator.webhooks.domain.OutcomeCode;
import io.integrator.webhooks.domain.Trigger;
import io.integrator.webhooks.settings.BreakerSettings;
import io.integrator.webhooks.settings.SendSettings;
import io.integrator.webhooks.settings.SettingReader;
import io.integrator.webhooks.settings.WorkerSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A real subscriber holds its responses until it is told; the lanes' clock stands still until it is moved. */
final class LanesFixture implements AutoCloseable {

    static final int PER_WEBHOOK = 3;
    static final int IN_ALL = 12;

    private static final Duration AT_MOST = Duration.ofSeconds(10);
    private static final Duration POLL = Duration.ofMillis(2);

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    private final Map<String, LinkedBlockingDeque<HttpServerRequest>> held = new ConcurrentHashMap<>();
    private final AtomicInteger journalRows = new AtomicInteger();
    private final SendingFixture sending;
    private final Lanes lanes;
    private final int port;

    LanesFixture() {
        this(IN_ALL);
    }

    /** @param inAll requests that may be in flight */
    LanesFixture(int inAll) {
        SendSettings settings = SendingFixture.settings(Duration.ofSeconds(20), PER_WEBHOOK, inAll);
        sending = new SendingFixture(settings, "127.0.0.0/8");
        port = SendingFixture.await(sending.vertx()
                        .createHttpServer()
                        .requestHandler(request -> heldAt(request.path()).add(request))
                        .listen(0, "127.0.0.1"))
                .actualPort();
        DeliveryPolicy policy =
                new DeliveryPolicy(new RetrySchedule(List.of(Duration.ofSeconds(5)), 0, new Random(1)), Duration.ZERO);
        lanes = new Lanes(
                sending.sender(),
                policy,
                new BreakerSettings(5, Duration.ofMinutes(1), Duration.ofMinutes(15)),
                settings,
                WorkerSettings.read(new SettingReader(Map.of())),
                journalRows::get,
                now::get,
                new DeliveryMetrics(new SimpleMeterRegistry()));
    }

    /** As if the journal had so many rows to write. */
    void journalRows(int rows) {
        journalRows.set(rows);
    }

    Lanes lanes() {
        return lanes;
    }

    /** Runs something on the event loop that owns the lanes. */
    <T> T onLoop(Callable<T> work) {
        return sending.onLoop(work);
    }

    Instant now() {
        return now.get();
    }

    void now(Instant instant) {
        now.set(instant);
    }

    void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    List<Ticket> enter(UUID id, int count) {
        return sending.onLoop(() -> IntStream.range(0, count)
                .mapToObj(i -> lanes.enter(SendingFixture.delivery(SendingFixture.target(id, url(id)))))
                .toList());
    }

    Ticket enter(Delivery delivery) {
        return sending.onLoop(() -> lanes.enter(delivery));
    }

    Delivery retry(UUID id) {
        return new Delivery(
                SendingFixture.target(id, url(id)), SendingFixture.event(), 2, Trigger.RETRY, Optional.empty());
    }

    Delivery leased(UUID id, Instant until) {
        return new Delivery(
                SendingFixture.target(id, url(id)),
                SendingFixture.event(),
                2,
                Trigger.RETRY,
                Optional.of(new Lease(UUID.randomUUID(), until)));
    }

    static Passage passage(Ticket ticket) {
        return SendingFixture.await(ticket.passage());
    }

    static Passage.Sent sent(Ticket ticket) {
        return (Passage.Sent) passage(ticket);
    }

    static void assertSent(List<Ticket> tickets) {
        assertThat(tickets)
                .allSatisfy(ticket ->
                        assertThat(sent(ticket).attempt().outcome().code()).isEqualTo(OutcomeCode.OK));
    }

    /** Fails five deliveries of the webhook; gives when its first probe is due. */
    Instant openBreaker(UUID id) {
        List<Ticket> tickets = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            tickets.addAll(enter(id, 1));
            answer(id, 500);
            sent(tickets.get(i));
        }
        return sent(tickets.get(4)).breaker().orElseThrow().probeAt();
    }

    /**
     * Lets the subscriber answer the request that it has held longest, once it has one. What is in flight arrives first: a
     * request that a warm connection carries would overtake those whose connections are being made.
     */
    void answer(UUID id, int status) {
        waitAtMost().until(() -> !heldOf(id).isEmpty() && isAllInFlightHeld());
        heldOf(id).poll().response().setStatusCode(status).end();
    }

    /** Lets the subscriber answer the request that it has held longest with 429, and a Retry-After of an hour. */
    void askToWait(UUID id) {
        heldOf(id)
                .remove()
                .response()
                .setStatusCode(429)
                .putHeader("retry-after", "3600")
                .end();
    }

    /** Lets the subscriber answer every request that it holds of the webhook. */
    void answerAll(UUID id) {
        for (HttpServerRequest request = heldOf(id).poll();
                request != null;
                request = heldOf(id).poll()) {
            request.response().end();
        }
    }

    private boolean isAllInFlightHeld() {
        int requests = held.values().stream().mapToInt(Deque::size).sum();
        return requests == sending.<Integer>onLoop(lanes::inFlight);
    }

    void waitForHeld(UUID id, int count) {
        waitAtMost().until(() -> heldOf(id).size() >= count);
    }

    static ConditionFactory waitAtMost() {
        return Awaitility.waitAtMost(AT_MOST).pollDelay(Duration.ZERO).pollInterval(POLL);
    }

    String url(UUID id) {
        return "http://127.0.0.1:" + port + "/" + id;
    }

    LinkedBlockingDeque<HttpServerRequest> heldOf(UUID id) {
        return heldAt("/" + id);
    }

    private LinkedBlockingDeque<HttpServerRequest> heldAt(String path) {
        return held.computeIfAbsent(path, first -> new LinkedBlockingDeque<>());
    }

    @Override
    public void close() {
        held.values()
                .forEach(requests ->
                        requests.forEach(request -> request.response().end()));
        sending.close();
    }
}
