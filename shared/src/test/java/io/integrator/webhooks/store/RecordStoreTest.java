package io.integrator.webhooks.store;

import static io.integrator.webhooks.store.TestAttempts.FAILED;
import static io.integrator.webhooks.store.TestAttempts.OK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.domain.TraceContext;
import io.integrator.webhooks.store.AttemptStore.Count;
import io.integrator.webhooks.store.AttemptStore.Entry;
import io.vertx.pgclient.PgException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RecordStoreTest {

    private static final TestDatabase DATABASE = TestDatabase.create("record_store");
    private static final String UNIQUE_VIOLATION = "23505";

    private final String integrator = DATABASE.integrator();
    private final UUID webhook = DATABASE.webhook(integrator, EventType.PAYMENT_CREATED);
    private final TestAttempts attempts = new TestAttempts(integrator);

    @Test
    void anEventAndItsAttemptAreOneTransaction() {
        Entry entry = attempts.entry(webhook, OK, 1, 1);

        record(List.of(eventOf(entry)), List.of(entry));

        assertThat(DATABASE.rows(
                                "select e.key from event e join attempt a on a.event_key = e.key and a.xmin = e.xmin"
                                        + " where a.webhook_id = $1",
                                webhook)
                        .size())
                .isEqualTo(1);
    }

    @Test
    void whatATracedEventGoesOnFromIsRecordedBesideOthersThatAreNot() {
        TraceContext trace = new TraceContext("00-" + "1".repeat(32) + "-" + "2".repeat(16) + "-01", "vendor=value");
        Entry traced = attempts.entry(webhook, OK, 1, 1);
        String anotherIntegrator = DATABASE.integrator();
        UUID anotherWebhook = DATABASE.webhook(anotherIntegrator, EventType.PAYMENT_CREATED);
        Entry other = new TestAttempts(anotherIntegrator).entry(anotherWebhook, OK, 1, 1);

        record(List.of(eventOf(traced).traced(trace), eventOf(other)), List.of(traced, other));

        assertThat(DATABASE.value(
                        String.class,
                        "select trace_context from event where key = $1",
                        eventOf(traced).key()))
                .isEqualTo(trace.text());
        assertThat(DATABASE.rows(
                        "select key from event where integrator_id = $1 and trace_context is null", anotherIntegrator))
                .extracting(row -> row.getUUID("key"))
                .containsExactly(eventOf(other).key());
    }

    @Test
    void failuresAreCounted() {
        Entry entry = attempts.entry(webhook, FAILED, 1, 1);

        List<Count> counts = record(List.of(eventOf(entry)), List.of(entry));

        assertThat(counts)
                .singleElement()
                .satisfies(count -> assertThat(count.failureCount()).isEqualTo(1));
    }

    @Test
    void whereNothingHadFailedASuccessChangesNoWebhook() {
        Entry entry = attempts.entry(webhook, OK, 1, 1);

        List<Count> counts = record(List.of(eventOf(entry)), List.of(entry));

        assertThat(counts).isEmpty();
    }

    @Test
    void anEventThatIsThereFailsAllOfIt() {
        Entry first = attempts.entry(webhook, OK, 1, 1);
        record(List.of(eventOf(first)), List.of(first));
        Entry second = attempts.entry(webhook, OK, 2, 1);

        assertThatThrownBy(() -> record(List.of(eventOf(first)), List.of(second)))
                .rootCause()
                .isInstanceOf(PgException.class)
                .extracting(failure -> ((PgException) failure).getSqlState())
                .isEqualTo(UNIQUE_VIOLATION);

        assertThat(DATABASE.rows("select id from attempt where webhook_id = $1", webhook)
                        .size())
                .isEqualTo(1);
    }

    @Test
    void whatAnAttemptSettledIsOwedNoLonger() {
        Entry failed = attempts.entry(webhook, FAILED, 1, 1);
        record(List.of(eventOf(failed)), List.of(failed));
        List<UUID> owed = DATABASE.oweEvents(integrator, webhook, 2);
        Entry succeeded = attempts.entry(webhook, OK, 2, 1);

        TestDatabase.await(RecordStore.recordAndSettle(
                DATABASE.pool(),
                List.of(),
                List.of(succeeded),
                List.of(new OwedStore.Settled(webhook, owed.get(0), null))));

        assertThat(DATABASE.rows("select event_key from owed where webhook_id = $1", webhook))
                .extracting(row -> row.getUUID("event_key"))
                .containsExactly(owed.get(1));
        assertThat(DATABASE.value(Integer.class, "select failure_count from webhook where id = $1", webhook))
                .isZero();
    }

    private static DomainEvent eventOf(Entry entry) {
        return entry.attempt().delivery().event();
    }

    private static List<Count> record(List<DomainEvent> events, List<Entry> entries) {
        return TestDatabase.await(RecordStore.record(DATABASE.pool(), events, entries));
    }
}
