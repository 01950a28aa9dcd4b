package io.integrator.webhooks.store;

import static io.integrator.webhooks.store.TestAttempts.FAILED;
import static io.integrator.webhooks.store.TestAttempts.GONE;
import static io.integrator.webhooks.store.TestAttempts.OK;
import static io.integrator.webhooks.store.TestAttempts.OURS;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.store.AttemptStore.Count;
import io.integrator.webhooks.store.AttemptStore.Entry;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AttemptStoreTest {

    private static final TestDatabase DATABASE = TestDatabase.create("attempt_store");

    private final String integrator = DATABASE.integrator();
    private final UUID webhook = DATABASE.webhook(integrator, EventType.PAYMENT_CREATED);
    private final TestAttempts attempts = new TestAttempts(integrator);

    @Test
    void everythingAboutAnAttemptIsRecorded() {
        Entry entry = entry(FAILED, 0, 1);

        record(entry);

        Row row = DATABASE.rows("select * from attempt where webhook_id = $1", webhook)
                .iterator()
                .next();
        assertThat(row.getUUID("id")).isEqualTo(entry.attempt().id());
        assertThat(row.getUUID("event_key"))
                .isEqualTo(entry.attempt().delivery().event().key());
        assertThat(row.getShort("number")).isEqualTo((short) 1);
        assertThat(row.getString("trigger")).isEqualTo("first");
        assertThat(row.getString("outcome")).isEqualTo("http_status");
        assertThat(row.getShort("status")).isEqualTo((short) 500);
        assertThat(row.getString("response")).isEqualTo("oops");
        assertThat(row.getString("detail")).isNull();
        assertThat(row.getInteger("duration_ms")).isEqualTo(10);
        assertThat(row.getOffsetDateTime("retry_at").toInstant()).isEqualTo(entry.retryAt());
    }

    @Test
    void anUnansweredAttemptIsRecordedWithItsDetail() {
        record(entry(OURS, 0, 1));

        Row row = DATABASE.rows("select * from attempt where webhook_id = $1", webhook)
                .iterator()
                .next();
        assertThat(row.getString("outcome")).isEqualTo("reset");
        assertThat(row.getValue("status")).isNull();
        assertThat(row.getString("detail")).isEqualTo("closed between two requests");
        assertThat(row.getValue("response")).isNull();
    }

    @Test
    void failuresAddUpAcrossBatches() {
        List<Count> first = record(entry(FAILED, 1, 1), entry(FAILED, 2, 1));
        List<Count> second = record(entry(FAILED, 3, 1));

        assertThat(first).containsExactly(new Count(webhook, integrator, 2, endOf(1), false, false, 0));
        assertThat(second).containsExactly(new Count(webhook, integrator, 3, endOf(1), false, false, 0));
    }

    @Test
    void theSameBatchTwiceCountsOnce() {
        Entry[] batch = {entry(FAILED, 1, 1), entry(FAILED, 2, 1)};

        record(batch);
        List<Count> again = record(batch);

        assertThat(again).isEmpty();
        assertThat(count()).isEqualTo(2);
        assertThat(attempts()).isEqualTo(2);
    }

    @Test
    void anAttemptThatStandsTwiceInABatchCountsOnce() {
        Entry entry = entry(FAILED, 1, 1);

        record(entry, entry);

        assertThat(count()).isEqualTo(1);
        assertThat(attempts()).isEqualTo(1);
    }

    @Test
    void aBatchThatOverlapsAnEarlierOneCountsOnlyWhatIsNew() {
        Entry known = entry(FAILED, 1, 1);
        record(known);

        record(known, entry(FAILED, 2, 1));

        assertThat(count()).isEqualTo(2);
    }

    @Test
    void aSuccessResetsTheFailureCount() {
        record(entry(FAILED, 1, 1), entry(FAILED, 2, 1));

        List<Count> counts = record(entry(OK, 3, 1));

        assertThat(counts).containsExactly(new Count(webhook, integrator, 0, null, false, false, 0));
    }

    @Test
    void aSuccessInTheMiddleOfABatchLeavesTheFailuresAfterIt() {
        record(entry(FAILED, 1, 1));

        List<Count> counts = record(entry(FAILED, 5, 1), entry(FAILED, 2, 1), entry(OK, 3, 1), entry(FAILED, 4, 1));

        assertThat(counts).containsExactly(new Count(webhook, integrator, 2, endOf(4), false, false, 0));
    }

    @Test
    void attemptsOfAnOlderRevisionDoNotCount() {
        DATABASE.rows("update webhook set revision = 2 where id = $1", webhook);

        assertThat(record(entry(FAILED, 1, 1))).isEmpty();
        assertThat(record(entry(FAILED, 2, 2))).hasSize(1);
        assertThat(record(entry(OK, 3, 1))).isEmpty();

        assertThat(count()).isEqualTo(1);
        assertThat(attempts()).isEqualTo(3);
    }

    @Test
    void failuresThatAreOursDoNotCount() {
        assertThat(record(entry(OURS, 1, 1))).isEmpty();

        assertThat(count()).isZero();
        assertThat(attempts()).isEqualTo(1);
    }

    @Test
    void anAnswerOf410IsTold() {
        List<Count> counts = record(entry(FAILED, 1, 1), entry(GONE, 2, 1));

        assertThat(counts).containsExactly(new Count(webhook, integrator, 2, endOf(1), false, true, 0));
    }

    @Test
    void anAnswerOf410IsToldAlthoughASuccessCameAfterIt() {
        List<Count> counts = record(entry(GONE, 1, 1), entry(OK, 2, 1));

        assertThat(counts).containsExactly(new Count(webhook, integrator, 0, null, false, true, 0));
    }

    @Test
    void a410ToAnAttemptThatDoesNotCountIsNotTold() {
        Entry gone = entry(GONE, 2, 1);
        record(entry(FAILED, 1, 1));

        List<Count> counts = record(new Entry(gone.attempt(), false, null));

        assertThat(counts).isEmpty();
        assertThat(count()).isEqualTo(1);
        assertThat(attempts()).isEqualTo(2);
    }

    @Test
    void eachWebhookOfABatchHasItsOwnCount() {
        UUID other = DATABASE.webhook(integrator, EventType.PAYMENT_CREATED);

        List<Count> counts =
                record(entry(FAILED, 1, 1), entry(other, FAILED, 2, 1), entry(other, FAILED, 3, 1), entry(OK, 0, 1));

        assertThat(counts)
                .containsExactlyInAnyOrder(
                        new Count(webhook, integrator, 1, endOf(1), false, false, 0),
                        new Count(other, integrator, 2, endOf(2), false, false, 0));
    }

    @Test
    void anAttemptAtAWebhookThatIsGoneIsRecordedAndCountsNowhere() {
        UUID unknown = UUID.randomUUID();

        assertThat(record(entry(unknown, FAILED, 1, 1))).isEmpty();
        assertThat(DATABASE.value(Long.class, "select count(*) from attempt where webhook_id = $1", unknown))
                .isEqualTo(1);
    }

    @Test
    void theHappyPathUpdatesNoWebhook() {
        String before = version();

        assertThat(record(entry(OK, 1, 1), entry(OK, 2, 1))).isEmpty();

        assertThat(version()).isEqualTo(before);
    }

    @Test
    void whatWasToldOfAStreakIsRememberedUntilASuccess() {
        record(entry(FAILED, 1, 1));
        DATABASE.inTransaction(connection -> AttemptStore.warn(connection, Map.of(webhook, 1)));

        List<Count> inTheStreak = record(entry(FAILED, 2, 1));
        List<Count> afterIt = record(entry(OK, 3, 1), entry(FAILED, 4, 1));

        assertThat(inTheStreak).extracting(Count::warned).containsExactly(1);
        assertThat(afterIt).extracting(Count::warned).containsExactly(0);
    }

    @Test
    void anEmptyBatchRecordsNothing() {
        assertThat(record()).isEmpty();
    }

    private static List<Count> record(Entry... entries) {
        return DATABASE.inTransaction(connection -> AttemptStore.record(connection, List.of(entries)));
    }

    private Entry entry(Outcome outcome, int second, int revision) {
        return entry(webhook, outcome, second, revision);
    }

    private Entry entry(UUID webhookId, Outcome outcome, int second, int revision) {
        return attempts.entry(webhookId, outcome, second, revision);
    }

    private Instant endOf(int second) {
        return attempts.endOf(second);
    }

    private int count() {
        return DATABASE.value(Integer.class, "select failure_count from webhook where id = $1", webhook);
    }

    private long attempts() {
        return DATABASE.value(Long.class, "select count(*) from attempt where webhook_id = $1", webhook);
    }

    private String version() {
        return DATABASE.value(String.class, "select xmin::text || ctid::text from webhook where id = $1", webhook);
    }
}
