package io.integrator.webhooks.store;

import static io.integrator.webhooks.domain.EventType.PAYMENT_CREATED;
import static io.integrator.webhooks.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.ServiceType;
import io.integrator.webhooks.domain.Trigger;
import io.integrator.webhooks.store.RequestedAttemptStore.Claimed;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestedAttemptStoreTest {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final int MANY = 200;

    private static TestDatabase database;

    private final RequestedAttemptStore store = new RequestedAttemptStore(database.pool());
    private final String integrator = database.integrator();
    private final UUID webhook = database.webhook(integrator, PAYMENT_CREATED);
    private final DomainEvent event = database.event(integrator, PAYMENT_CREATED);

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("requested_attempt_store");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @BeforeEach
    void forgetTheRequestsOfOtherTests() {
        database.rows("delete from requested_attempt");
    }

    @Test
    void aResendIsClaimedWithItsEvent() {
        UUID id = resend();

        Claimed claimed = claim().get(0);

        assertThat(claimed.webhookId()).isEqualTo(webhook);
        assertThat(claimed.integratorId()).isEqualTo(integrator);
        assertThat(claimed.trigger()).isEqualTo(Trigger.MANUAL);
        assertThat(claimed.lease().token()).isEqualTo(id);
        assertThat(claimed.number()).isEqualTo(1);
        assertThat(claimed.probes()).isZero();
        assertThat(claimed.event()).hasValueSatisfying(found -> {
            assertThat(found.key()).isEqualTo(event.key());
            assertThat(found.id()).isEqualTo(event.id());
            assertThat(found.body()).isEqualTo(event.body());
        });
    }

    @Test
    void aTestIsRecordedAsAnEventOfItsOwnTypeAndClaimed() {
        test();

        Claimed claimed = claim().get(0);

        assertThat(claimed.trigger()).isEqualTo(Trigger.TEST);
        assertThat(claimed.event().orElseThrow().type()).isEqualTo(ServiceType.TEST);
        assertThat(database.value(
                        Long.class,
                        "select count(*) from event where type = 'webhook.test' and key = $1",
                        claimed.event().orElseThrow().key()))
                .isEqualTo(1);
    }

    @Test
    void aResendHasTheNumberThatIsOwedAndLeavesItAsItIs() {
        database.owe(webhook, Instant.now().plusSeconds(600), List.of(event.key()));
        database.rows("update owed set number = 4 where webhook_id = $1", webhook);
        String before = owed();
        resend();

        Claimed claimed = claim().get(0);

        assertThat(claimed.number()).isEqualTo(4);
        assertThat(owed()).isEqualTo(before);
    }

    @Test
    void howOftenTheBreakerHasProbedComesWithTheClaim() {
        database.rows("update lane set probes = 3 where webhook_id = $1", webhook);
        resend();

        assertThat(claim().get(0).probes()).isEqualTo(3);
    }

    @Test
    void whatIsClaimedIsNobodyElsesUntilItsLeaseEnds() {
        UUID id = resend();

        assertThat(claim()).hasSize(1);
        assertThat(claim()).isEmpty();
        runOut(id);

        assertThat(claim()).hasSize(1);
    }

    @Test
    void claimsAtOnceShareNothing() {
        Set<UUID> requested = new HashSet<>();
        IntStream.range(0, 60).forEach(i -> requested.add(resend()));

        List<Future<List<Claimed>>> claims =
                IntStream.range(0, 6).mapToObj(i -> store.claim(10, LEASE)).toList();
        List<UUID> claimed = claims.stream()
                .flatMap(one -> await(one).stream())
                .map(one -> one.lease().token())
                .toList();

        assertThat(claimed).doesNotHaveDuplicates();
        assertThat(requested).containsAll(claimed);
    }

    @Test
    void whatIsGivenBackComesAfterWhatNobodyHasTried() {
        UUID tried = resend();
        await(store.giveBack(claim().get(0).lease(), Duration.ZERO));
        UUID fresh = resend();

        assertThat(await(store.claim(1, LEASE)))
                .extracting(one -> one.lease().token())
                .containsExactly(fresh);
        assertThat(claim()).extracting(one -> one.lease().token()).containsExactly(tried);
    }

    @Test
    void whatIsGivenBackWaitsForItsTime() {
        resend();

        await(store.giveBack(claim().get(0).lease(), Duration.ofMinutes(5)));

        assertThat(claim()).isEmpty();
    }

    @Test
    void aLeaseThatIsAnothersByNowIsNotGivenBack() {
        UUID id = resend();
        Claimed first = claim().get(0);
        runOut(id);
        claim();

        await(store.giveBack(first.lease(), Duration.ZERO));

        assertThat(claim()).isEmpty();
    }

    @Test
    void aTestThatNobodyWaitsForIsDroppedAndAResendIsNot() {
        UUID test = test();
        UUID resend = resend();
        database.rows("update requested_attempt set requested_at = now() - interval '61 seconds'");

        assertThat(claim()).extracting(one -> one.lease().token()).containsExactly(resend);

        assertThat(isThere(test)).isFalse();
    }

    @Test
    void whatIsAskedOfAWebhookThatIsDisabledMeanwhileIsDropped() {
        UUID id = resend();
        disable();

        assertThat(claim()).isEmpty();

        assertThat(isThere(id)).isFalse();
    }

    @Test
    void whatIsAskedOfAWebhookGoesWithIt() {
        UUID id = resend();

        await(database.webhooks().delete(integrator, webhook));

        assertThat(isThere(id)).isFalse();
    }

    @Test
    void anEventThatRetentionHasDroppedIsTold() {
        resend();
        database.rows("delete from event where key = $1", event.key());

        assertThat(claim().get(0).event()).isEmpty();
    }

    @Test
    void whatIsSettledIsDone() {
        UUID done = resend();
        UUID other = resend();

        database.inTransaction(connection -> RequestedAttemptStore.settle(connection, List.of(done)));

        assertThat(isThere(done)).isFalse();
        assertThat(isThere(other)).isTrue();
    }

    @Test
    void aRequestIsWithdrawnUnlessAWorkerIsAtIt() {
        UUID claimed = resend();
        claim();
        UUID waiting = resend();

        await(store.withdraw(claimed));
        await(store.withdraw(waiting));

        assertThat(isThere(claimed)).isTrue();
        assertThat(isThere(waiting)).isFalse();
    }

    private UUID resend() {
        UUID id = TestDatabase.IDS.next();
        assertThat(await(store.requestResend(id, integrator, webhook, event.id(), Optional.empty())))
                .isInstanceOf(AttemptRequest.Taken.class);
        return id;
    }

    private UUID test() {
        UUID id = TestDatabase.IDS.next();
        assertThat(await(store.requestTest(id, webhook, testEvent(), Optional.empty())))
                .isInstanceOf(AttemptRequest.Taken.class);
        return id;
    }

    private DomainEvent testEvent() {
        UUID key = TestDatabase.IDS.next();
        return new DomainEvent(key, integrator, "test_" + key, ServiceType.TEST, Instant.now(), Buffer.buffer("{}"));
    }

    private List<Claimed> claim() {
        return await(store.claim(MANY, LEASE));
    }

    private void disable() {
        await(database.webhooks()
                .change(integrator, webhook, new WebhookPatch(Optional.empty(), Optional.empty(), Optional.of(true))));
    }

    private void runOut(UUID id) {
        database.rows("update requested_attempt set leased_until = now() - interval '1 second' where id = $1", id);
    }

    private boolean isThere(UUID id) {
        return database.value(Long.class, "select count(*) from requested_attempt where id = $1", id) > 0;
    }

    private String owed() {
        return database.value(String.class, "select o::text || xmin::text from owed o where webhook_id = $1", webhook);
    }
}
