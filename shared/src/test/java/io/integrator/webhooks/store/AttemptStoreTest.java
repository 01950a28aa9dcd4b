package io.integrator.webhooks.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.Attempt;
import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.domain.Outcome.Blame;
import io.integrator.webhooks.domain.OutcomeCode;
import io.integrator.webhooks.domain.Target;
import io.integrator.webhooks.store.AttemptStore.Count;
import io.integrator.webhooks.store.AttemptStore.Entry;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AttemptStoreTest {

    private static final TestDatabase DATABASE = TestDatabase.create("attempt_store");
    private static final Outcome OK = new Outcome.Answered(200, Optional.empty(), "thanks");
    private static final Outcome FAILED = new Outcome.Answered(500, Optional.empty(), "oops");
    private static final Outcome GONE = new Outcome.Answered(410, Optional.empty(), "");
    private static final Outcome OURS =
            new Outcome.Unanswered(OutcomeCode.RESET, "closed between two requests", Blame.CHANCE);

    private final Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(3_600);
    private final String integrator = DATABASE.integrator();
    private final UUID webhook = DATABASE.webhook(integrator, EventType.PAYMENT_CREATED);

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

        assertThat(first).containsExactly(new Count(webhook, integrator, 2, endOf(1), false, false));
        assertThat(second).containsExactly(new Count(webhook, integrator, 3, endOf(1), false, false));
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

        assertThat(counts).containsExactly(new Count(webhook, integrator, 0, null, false, false));
    }

    @Test
    void aSuccessInTheMiddleOfABatchLeavesTheFailuresAfterIt() {
        record(entry(FAILED, 1, 1));

        List<Count> counts = record(entry(FAILED, 5, 1), entry(FAILED, 2, 1), entry(OK, 3, 1), entry(FAILED, 4, 1));

        assertThat(counts).containsExactly(new Count(webhook, integrator, 2, endOf(4), false, false));
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

        assertThat(counts).containsExactly(new Count(webhook, integrator, 2, endOf(1), false, true));
    }

    @Test
    void anAnswerOf410IsToldAlthoughASuccessCameAfterIt() {
        List<Count> counts = record(entry(GONE, 1, 1), entry(OK, 2, 1));

        assertThat(counts).containsExactly(new Count(webhook, integrator, 0, null, false, true));
    }

    @Test
    void eachWebhookOfABatchHasItsOwnCount() {
        UUID other = DATABASE.webhook(integrator, EventType.PAYMENT_CREATED);

        List<Count> counts =
                record(entry(FAILED, 1, 1), entry(other, FAILED, 2, 1), entry(other, FAILED, 3, 1), entry(OK, 0, 1));

        assertThat(counts)
                .containsExactlyInAnyOrder(
                        new Count(webhook, integrator, 1, endOf(1), false, false),
                        new Count(other, integrator, 2, endOf(2), false, false));
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
    void anEmptyBatchRecordsNothing() {
        assertThat(record()).isEmpty();
    }

    /** What a history's batch holds: 0 a success, 1 a failure that counts, 2 one that doesn't. */
    @Property(tries = 60)
    void theCountFollowsASimpleModelOverAnyHistory(
            @ForAll @Size(min = 1, max = 6) List<@Size(min = 1, max = 5) List<Byte>> history, @ForAll long seed) {
        String owner = DATABASE.integrator();
        UUID id = DATABASE.webhook(owner, EventType.PAYMENT_CREATED);
        Random random = new Random(seed);
        List<Entry> seen = new ArrayList<>();
        int modelCount = 0;
        Instant modelSince = null;
        int second = 0;

        for (List<Byte> kinds : history) {
            List<Entry> fresh = new ArrayList<>();
            for (Byte kind : kinds) {
                second++;
                int which = Math.floorMod(kind, 3);
                fresh.add(entry(id, which == 0 ? OK : which == 1 ? FAILED : OURS, second, 1));
                if (which == 0) {
                    modelCount = 0;
                    modelSince = null;
                } else if (which == 1) {
                    modelCount++;
                    modelSince = modelSince == null ? endOf(second) : modelSince;
                }
            }
            List<Entry> batch = new ArrayList<>(fresh);
            seen.stream().filter(known -> random.nextInt(3) == 0).forEach(batch::add);
            Collections.shuffle(batch, random);
            seen.addAll(fresh);
            record(batch.toArray(Entry[]::new));
        }

        Row row = DATABASE.rows("select failure_count, failing_since from webhook where id = $1", id)
                .iterator()
                .next();
        assertThat(row.getInteger("failure_count")).isEqualTo(modelCount);
        assertThat(Optional.ofNullable(row.getOffsetDateTime("failing_since")).map(since -> since.toInstant()))
                .isEqualTo(Optional.ofNullable(modelSince));
    }

    private static List<Count> record(Entry... entries) {
        return DATABASE.inTransaction(connection -> AttemptStore.record(connection, List.of(entries)));
    }

    private Entry entry(Outcome outcome, int second, int revision) {
        return entry(webhook, outcome, second, revision);
    }

    private Entry entry(UUID webhookId, Outcome outcome, int second, int revision) {
        Target target = new Target(
                webhookId,
                integrator,
                "https://example.com/",
                Set.of(),
                List.of(),
                revision,
                false,
                false,
                Instant.EPOCH);
        DomainEvent event = new DomainEvent(
                TestDatabase.IDS.next(), integrator, "e", EventType.PAYMENT_CREATED, start, Buffer.buffer("{}"));
        Attempt attempt = new Attempt(
                TestDatabase.IDS.next(),
                Delivery.first(target, event),
                start.plusSeconds(second),
                Duration.ofMillis(10),
                outcome);
        boolean counts = !outcome.succeeded() && !outcome.equals(OURS);
        return new Entry(attempt, counts, outcome.succeeded() ? null : start.plusSeconds(second + 5));
    }

    private Instant endOf(int second) {
        return start.plusSeconds(second).plusMillis(10);
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
