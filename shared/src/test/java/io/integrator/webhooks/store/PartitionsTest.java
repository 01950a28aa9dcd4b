package io.integrator.webhooks.store;

import static io.integrator.webhooks.domain.EventType.PAYMENT_CREATED;
import static io.integrator.webhooks.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.store.EventStore.Identity;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PartitionsTest {

    private static final String NAMES = """
            select c.relname from pg_inherits join pg_class c on c.oid = inhrelid join pg_class p on p.oid = inhparent
            where p.relname in ('event', 'attempt') and c.relkind = 'r'
            """;

    private static TestDatabase database;

    private final Partitions partitions = new Partitions(database.pool());

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("partitions");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @Test
    void theSchemaIsUpToDateAfterOneMigration() {
        assertThat(Migrations.apply(database.uri())).isZero();
    }

    @Test
    void yesterdayTodayAndTheNextSevenDaysHavePartitions() {
        assertThat(names()).hasSizeGreaterThanOrEqualTo(18);
    }

    @Test
    void ensuringTwiceAndAtOnceChangesNothing() {
        Set<String> before = names();

        List<Future<Void>> ensured =
                Stream.generate(partitions::ensure).limit(4).toList();
        ensured.forEach(TestDatabase::await);

        assertThat(names()).isEqualTo(before);
    }

    @Test
    void partitionsOfDaysThatEndedAreDroppedAndTheOthersStay() {
        LocalDate day = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC).minusDays(40);
        database.rows("select ensure_day($1)", day);
        database.rows("select ensure_day($1)", day.plusDays(1));
        Set<String> before = names();

        Partitions.Drop drop = await(partitions.drop(endOf(day)));

        assertThat(drop).isEqualTo(new Partitions.Drop(2, true));
        assertThat(names()).hasSize(before.size() - 2).isSubsetOf(before);
        assertThat(await(partitions.drop(endOf(day.plusDays(1))))).isEqualTo(new Partitions.Drop(2, true));
        assertThat(database.value(
                        Long.class,
                        "select count(*) from pg_class where relname ~ $1",
                        "^(event|attempt)_" + day.format(DateTimeFormatter.BASIC_ISO_DATE)))
                .isZero();
    }

    /** Whoever comes while a drop waits for a lock waits with it. */
    @Test
    void aDropGivesUpSoonWhileItsTableIsReadAndIsDoneLater() {
        LocalDate day = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC).minusDays(50);
        database.rows("select ensure_day($1)", day);
        var reader = await(database.pool().getConnection());
        var reading = await(reader.begin());
        await(reader.query("select count(*) from attempt").execute());

        Partitions.Drop first = await(partitions.drop(endOf(day)));

        assertThat(first).isEqualTo(new Partitions.Drop(0, false));
        await(reading.rollback());
        await(reader.close());
        assertThat(await(partitions.drop(endOf(day)))).isEqualTo(new Partitions.Drop(2, true));
    }

    /** A process of a former version that was killed while it detached has left the partition half detached. */
    @Test
    void aDropThatWasInterruptedIsFinishedByTheNext() {
        LocalDate day = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC).minusDays(60);
        database.rows("select ensure_day($1)", day);
        String name = "event_" + day.format(DateTimeFormatter.BASIC_ISO_DATE);
        var reader = await(database.pool().getConnection());
        var reading = await(reader.begin());
        await(reader.query("select count(*) from event").execute());
        Future<?> interrupted = database.pool()
                .query("alter table event detach partition " + name + " concurrently")
                .execute();
        Awaitility.waitAtMost(Duration.ofSeconds(10))
                .until(() -> database.rows("""
                                select pg_cancel_backend(pid) from pg_stat_activity
                                where datname = current_database() and query like 'alter table%detach%'
                                    and wait_event_type = 'Lock'
                                """).size() > 0);
        Awaitility.waitAtMost(Duration.ofSeconds(10)).until(interrupted::isComplete);
        await(reading.rollback());
        await(reader.close());

        assertThat(interrupted.failed()).isTrue();
        assertThat(await(partitions.drop(endOf(day)))).isEqualTo(new Partitions.Drop(2, true));
    }

    /** A process that is killed after it has detached, or whose connection is given up while it waits, drops nothing. */
    @Test
    void aPartitionThatWasDetachedAndNotDroppedIsDroppedByTheNext() {
        LocalDate day = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC).minusDays(80);
        String suffix = day.format(DateTimeFormatter.BASIC_ISO_DATE);
        database.rows("select ensure_day($1)", day);
        database.rows("alter table event detach partition event_" + suffix);

        Partitions.Drop drop = await(partitions.drop(endOf(day)));

        assertThat(drop).isEqualTo(new Partitions.Drop(2, true));
        assertThat(database.value(Long.class, "select count(*) from pg_class where relname like $1", "%\\_" + suffix))
                .isZero();
    }

    @Test
    void theDatabasesBoundOfAnInstantIsTheOneOfTheIds() {
        for (String text : List.of(
                "1970-01-01T00:00:00Z",
                "2026-11-23T12:34:56.789Z",
                "2026-11-23T12:34:56.789999Z",
                "2999-12-31T23:59:59.999Z")) {
            Instant instant = Instant.parse(text);

            UUID bound = database.value(UUID.class, "select uuid_at($1)", instant.atOffset(ZoneOffset.UTC));

            assertThat(bound).as(text).isEqualTo(TimeOrderedIds.leastAt(instant));
        }
    }

    @Test
    void anIdOfAnInstantLiesBetweenTheBounds() {
        Instant instant = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        UUID id = new TimeOrderedIds(() -> instant).next();

        boolean between = database.value(
                Boolean.class,
                "select $1::uuid >= uuid_at($2) and $1::uuid < uuid_at($3)",
                id,
                instant.atOffset(ZoneOffset.UTC),
                instant.plusMillis(1).atOffset(ZoneOffset.UTC));

        assertThat(between).isTrue();
    }

    @Test
    void anEventIsRecordedOncePerDayAndFoundByItsIdentityFor24Hours() {
        String integrator = database.integrator();
        Instant now = Instant.now();
        DomainEvent event = event(integrator, "evt-1", now.minus(Duration.ofHours(1)));
        DomainEvent repeat =
                event(integrator, "evt-1", now.minus(Duration.ofHours(1)).plusMillis(1));
        EventStore events = new EventStore(database.pool());
        Identity identity = new Identity(integrator, "evt-1");

        Set<UUID> first = database.inTransaction(connection -> EventStore.insert(connection, List.of(event)));
        Set<UUID> second = database.inTransaction(connection -> EventStore.insert(connection, List.of(event)));

        assertThat(first).containsExactly(event.key());
        assertThat(second).isEmpty();
        assertThat(await(events.recorded(List.of(identity, new Identity(integrator, "evt-2")), List.of(now, now), now)))
                .containsExactly(identity);
        assertThat(await(events.recorded(List.of(identity), List.of(now.plus(Duration.ofHours(24))), now)))
                .isEmpty();
        assertThat(await(events.recorded(List.of(identity), List.of(now.minus(Duration.ofDays(20))), now)))
                .as("read again long after it was published")
                .containsExactly(identity);
        assertThat(database.<Map<Identity, UUID>>inTransaction(
                        connection -> EventStore.keys(connection, List.of(identity), now)))
                .containsEntry(identity, event.key());
        assertThat(repeat.key()).isNotEqualTo(event.key());
    }

    private static DomainEvent event(String integrator, String id, Instant at) {
        return new DomainEvent(
                new TimeOrderedIds(() -> at).next(), integrator, id, PAYMENT_CREATED, at, Buffer.buffer("{}"));
    }

    private static Instant endOf(LocalDate day) {
        return day.plusDays(1).atStartOfDay().toInstant(ZoneOffset.UTC);
    }

    private static Set<String> names() {
        return StreamSupport.stream(database.rows(NAMES).spliterator(), false)
                .map(row -> row.getString(0))
                .collect(Collectors.toSet());
    }
}
