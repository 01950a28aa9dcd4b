package io.integrator.webhooks.delivery.journal;

import static io.integrator.webhooks.domain.LifecycleType.DISABLED;
import static io.integrator.webhooks.domain.LifecycleType.FAILING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrator.webhooks.bus.LifecycleEvent;
import io.integrator.webhooks.delivery.policy.DisableRule;
import io.integrator.webhooks.delivery.sending.Passage;
import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.DisabledReason;
import io.integrator.webhooks.domain.LifecycleNews;
import io.integrator.webhooks.domain.LifecycleType;
import io.integrator.webhooks.domain.Target;
import io.integrator.webhooks.store.LifecycleStore;
import io.integrator.webhooks.store.LifecycleStore.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the journal tells the platform, in the transaction that brings it about. */
class JournalLifecycleTest {

    private JournalFixture fixture;
    private Target target;

    @BeforeEach
    void start() {
        fixture = new JournalFixture();
        target = fixture.target();
        fixture.run("delete from lifecycle_event");
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void halfOfTheFailuresAndTheDisableAreToldOnceEach() {
        JournalWriter writer = writer(6, Duration.ZERO);

        List<List<LifecycleEvent>> told =
                IntStream.rangeClosed(1, 8).mapToObj(failure -> fail(writer, 1)).toList();

        assertThat(told.get(2)).extracting(JournalLifecycleTest::typeOf).containsExactly(FAILING);
        assertThat(told.get(5)).extracting(JournalLifecycleTest::typeOf).containsExactly(DISABLED);
        assertThat(told.stream().flatMap(List::stream)).hasSize(2);
        assertThat(waiting())
                .containsExactlyElementsOf(told.stream().flatMap(List::stream).toList());
        assertThat(told.get(5).get(0).news())
                .isEqualTo(
                        LifecycleNews.disabled("acme", target.webhookId(), DisabledReason.FAILURES, 6, failingSince()));
    }

    @Test
    void theLastDayIsToldWithItsEnd() {
        JournalWriter writer = writer(3, Duration.ofDays(3));
        fail(writer, 1);
        streakBegan(50);
        Instant since = failingSince();

        List<LifecycleEvent> told = fail(writer, 2);

        assertThat(told)
                .extracting(LifecycleEvent::news)
                .containsExactly(
                        LifecycleNews.failing("acme", target.webhookId(), 3, since),
                        LifecycleNews.disablingSoon(
                                "acme", target.webhookId(), 3, since, since.plus(Duration.ofDays(3))));
        assertThat(fail(writer, 1)).isEmpty();
    }

    @Test
    void aNewStreakIsWarnedOfAnew() {
        JournalWriter writer = writer(6, Duration.ZERO);
        fail(writer, 3);
        write(writer, fixture::succeeded, 1);

        assertThat(fail(writer, 2)).isEmpty();
        assertThat(fail(writer, 1)).extracting(JournalLifecycleTest::typeOf).containsExactly(FAILING);
    }

    @Test
    void aWebhookThatIsDisabledByTheSameBatchIsNotWarnedOf() {
        List<LifecycleEvent> told = fail(writer(6, Duration.ZERO), 6);

        assertThat(told).extracting(JournalLifecycleTest::typeOf).containsExactly(DISABLED);
        assertThat(fixture.count("select max(warned) from webhook")).isZero();
    }

    @Test
    void lateFailuresOfADisabledWebhookAreNoNews() {
        fixture.run("update webhook set disabled = true, disabled_reason = 'manual', disabled_at = now()");

        assertThat(fail(writer(6, Duration.ZERO), 12)).isEmpty();
    }

    @Test
    void aSuccessIsNoNews() {
        write(writer(6, Duration.ZERO), fixture::succeeded, 3);

        assertThat(waiting()).isEmpty();
    }

    @Test
    void newsOfABatchThatFailsIsNone() {
        fixture.run("alter table owed add constraint poison check (number <> 2)");

        assertThatThrownBy(() -> fail(writer(2, Duration.ZERO), 1)).hasMessageContaining("poison");

        assertThat(waiting()).isEmpty();
        assertThat(fixture.count("select sum(failure_count + warned) from webhook"))
                .isZero();
    }

    private JournalWriter writer(int failures, Duration age) {
        return new JournalWriter(fixture.pool, new DisableRule(failures, age), InstantSource.system());
    }

    private List<LifecycleEvent> fail(JournalWriter writer, int times) {
        return write(writer, fixture::failed, times);
    }

    private List<LifecycleEvent> write(JournalWriter writer, Function<Delivery, Passage> passage, int times) {
        List<JournalEntry> entries = IntStream.range(0, times)
                .mapToObj(number ->
                        Delivery.first(target, fixture.event(UUID.randomUUID().toString())))
                .map(delivery -> fixture.entry(delivery, passage.apply(delivery)))
                .toList();
        return writer.write(entries).await().lifecycle();
    }

    private void streakBegan(int hoursAgo) {
        fixture.run("update webhook set failing_since = now() - interval '" + hoursAgo + " hours'");
    }

    private Instant failingSince() {
        return fixture.pool
                .query("select failing_since from webhook")
                .execute()
                .await()
                .iterator()
                .next()
                .getOffsetDateTime(0)
                .toInstant();
    }

    private List<LifecycleEvent> waiting() {
        return new LifecycleStore(fixture.pool)
                .next(100).await().stream().map(Waiting::event).toList();
    }

    private static LifecycleType typeOf(LifecycleEvent event) {
        return event.news().type();
    }
}
