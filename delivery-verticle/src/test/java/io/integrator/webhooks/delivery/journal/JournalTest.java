package io.integrator.webhooks.delivery.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.bus.Addresses;
import io.integrator.webhooks.bus.AttemptsRecorded;
import io.integrator.webhooks.delivery.DeliveryMetrics;
import io.integrator.webhooks.delivery.policy.DisableRule;
import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.Target;
import io.integrator.webhooks.settings.SettingReader;
import io.integrator.webhooks.settings.WorkerSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the journal makes of a database that refuses a row, and of one that can't write at all. */
class JournalTest {

    private static final int ENTRIES = 50;

    private JournalFixture fixture;
    private Context context;
    private Journal journal;
    private Target target;

    @BeforeEach
    void start() {
        fixture = new JournalFixture();
        context = fixture.vertx.getOrCreateContext();
        target = fixture.target();
        journal = new Journal(
                fixture.vertx,
                WorkerSettings.read(new SettingReader(Map.of("WEBHOOKS_WORKER_FLUSH_AGE", "50ms"))),
                fixture.pool,
                new DisableRule(20, Duration.ofDays(5)),
                InstantSource.system(),
                new DeliveryMetrics(new SimpleMeterRegistry()));
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void aRefusedRowFailsItsEntryAndNoOther() {
        fixture.run("alter table event add constraint refused check (id not in ('event-7', 'event-8', 'event-49'))");

        List<Future<Void>> appended = append();

        await().until(() -> appended.stream().allMatch(Future::isComplete));
        assertThat(appended.get(7).cause())
                .isInstanceOf(RefusedEntryException.class)
                .hasMessageContaining("\"refused\"")
                .hasMessageContaining("23514");
        assertThat(IntStream.range(0, ENTRIES)
                        .filter(number -> appended.get(number).failed())
                        .boxed())
                .containsExactly(7, 8, 49);
        assertThat(fixture.count("select count(*) from event")).isEqualTo(ENTRIES - 3);
        assertThat(fixture.count("select count(*) from attempt")).isEqualTo(ENTRIES - 3);
        assertThat(journal.backlog()).isZero();
        assertThat(journal.fault()).isEmpty();
    }

    @Test
    void afterAFlushThereIsRoomAndItIsTold() {
        List<Integer> backlogs = new CopyOnWriteArrayList<>();
        journal.whenWritten(() -> backlogs.add(journal.backlog()));

        List<Future<Void>> appended = append();

        await().until(() -> appended.stream().allMatch(Future::succeeded) && !backlogs.isEmpty());
        assertThat(backlogs.get(backlogs.size() - 1)).isZero();
    }

    @Test
    void aFlushTellsOnceWhoseAttemptsItRecorded() {
        List<AttemptsRecorded> told = new CopyOnWriteArrayList<>();
        List<Long> recorded = new CopyOnWriteArrayList<>();
        fixture.vertx.eventBus().<AttemptsRecorded>consumer(Addresses.ATTEMPTS, message -> {
            told.add(message.body());
            fixture.pool
                    .query("select count(*) from attempt")
                    .execute()
                    .onSuccess(rows -> recorded.add(rows.iterator().next().getLong(0)));
        });

        append();

        await().until(() -> !recorded.isEmpty());
        assertThat(told).allMatch(news -> news.integratorIds().equals(Set.of("acme")));
        assertThat(told).hasSizeLessThan(ENTRIES / 2);
        assertThat(recorded.get(0)).isPositive();
    }

    @Test
    void aMissingTableIsNoRowsFaultAndIsWaitedFor() {
        fixture.run("alter table event rename to elsewhere");
        List<Future<Void>> appended = append();
        await().until(() -> journal.fault().isPresent());
        assertThat(appended).noneMatch(Future::isComplete);

        fixture.run("alter table elsewhere rename to event");

        await().until(() -> appended.stream().allMatch(Future::succeeded));
        assertThat(fixture.count("select count(*) from event")).isEqualTo(ENTRIES);
        assertThat(journal.fault()).isEmpty();
    }

    @Test
    void aDayWithoutAPartitionKeepsWhatIsToBeWrittenThere() {
        fixture.run("""
                do $$ declare day text; begin
                for day in select inhrelid::regclass::text from pg_inherits where inhparent = 'event'::regclass loop
                    execute 'drop table ' || day; end loop; end $$""");
        List<Future<Void>> appended = append();
        await().until(() -> journal.fault().isPresent());

        assertThat(journal.fault().orElseThrow()).contains("no partition");
        assertThat(appended).noneMatch(Future::isComplete);
        assertThat(journal.backlog()).isEqualTo(2 * ENTRIES);
    }

    private List<Future<Void>> append() {
        return IntStream.range(0, ENTRIES)
                .mapToObj(number -> Delivery.first(target, fixture.event("event-" + number)))
                .map(delivery -> appendOnLoop(fixture.entry(delivery, fixture.succeeded(delivery))))
                .toList();
    }

    private Future<Void> appendOnLoop(JournalEntry entry) {
        return Future.future(
                promise -> context.runOnContext(run -> journal.append(entry).onComplete(promise)));
    }
}
