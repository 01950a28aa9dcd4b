package io.integrator.webhooks.store;

import static io.integrator.webhooks.domain.EventType.ACCOUNT_CREATED;
import static io.integrator.webhooks.domain.EventType.PAYMENT_CREATED;
import static io.integrator.webhooks.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.EventType;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages that are chosen from more rows than one read looks at. */
class StepwisePagesTest {

    private static final int SCAN = 4;
    private static final IdRange ALWAYS = IdRange.between(Optional.empty(), Optional.empty());

    private static TestDatabase database;

    private final String integrator = database.integrator();
    private final UUID webhook = database.webhook(integrator);
    private final AttemptLog attempts = new AttemptLog(database.pool(), SCAN);
    private final EventLog events = new EventLog(database.pool(), SCAN);

    @BeforeAll
    static void createDatabase() {
        database = TestDatabase.create("stepwise_pages");
    }

    @AfterAll
    static void closeDatabase() {
        database.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10})
    void attemptsOfARareTypeAreAllFoundAndInOrder(int limit) {
        List<UUID> made = attemptsAt(1, 2, 10, 11, 12, 13, 25);
        AttemptFilter filter =
                new AttemptFilter(Optional.empty(), Optional.of("account.created"), Optional.empty(), ALWAYS);

        List<UUID> found =
                walk(before -> await(attempts.list(integrator, webhook, filter, before, limit)), AttemptLog.Logged::id);

        assertThat(found).isEqualTo(made);
    }

    @Test
    void aPageWithoutAttemptsStillLeadsToTheNext() {
        List<UUID> made = attemptsAt(0);
        AttemptFilter filter =
                new AttemptFilter(Optional.empty(), Optional.of("account.created"), Optional.empty(), ALWAYS);

        Page<AttemptLog.Logged> first = await(attempts.list(integrator, webhook, filter, Optional.empty(), 20));

        assertThat(made).hasSize(1);
        assertThat(first.data()).isEmpty();
        assertThat(first.next()).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ok", "timeout"})
    void attemptsOfARareTypeAndAnOutcomeAreAllFound(String outcome) {
        List<UUID> made = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            boolean wanted = i % 7 == 0;
            UUID id = attempt(wanted ? ACCOUNT_CREATED : PAYMENT_CREATED, i % 2 == 0 || wanted ? outcome : "gone");
            if (wanted) {
                made.add(0, id);
            }
        }
        AttemptFilter filter =
                new AttemptFilter(Optional.of(outcome), Optional.of("account.created"), Optional.empty(), ALWAYS);

        List<UUID> found =
                walk(before -> await(attempts.list(integrator, webhook, filter, before, 2)), AttemptLog.Logged::id);

        assertThat(found).isEqualTo(made);
    }

    @Test
    void failuresOfOneKindAreFoundInOnePageHoweverRare() {
        UUID failed = attempt(PAYMENT_CREATED, "tls");
        for (int i = 0; i < 3 * SCAN; i++) {
            attempt(PAYMENT_CREATED, i % 2 == 0 ? "ok" : "timeout");
        }
        AttemptFilter filter = new AttemptFilter(Optional.of("tls"), Optional.empty(), Optional.empty(), ALWAYS);

        Page<AttemptLog.Logged> page = await(attempts.list(integrator, webhook, filter, Optional.empty(), 20));

        assertThat(page.data()).extracting(AttemptLog.Logged::id).containsExactly(failed);
        assertThat(page.next()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({", ", "timeout, ", ", again"})
    void attemptsOfSeveralDaysAreInOrder(String outcome, String eventId) {
        List<UUID> made = new ArrayList<>();
        Instant now = Instant.now();
        for (int hours : new int[] {100, 73, 50, 26, 25, 2, 1}) {
            Instant at = now.minus(Duration.ofHours(hours));
            database.rows("select ensure_day($1)", at.atOffset(ZoneOffset.UTC).toLocalDate());
            UUID key = new TimeOrderedIds(() -> at).next();
            // An id that comes again a day or more later is that of another event.
            String id = hours % 2 == 0 && hours > 2 ? "again" : "evt-" + hours;
            event(key, id);
            UUID attempt = attempt(new TimeOrderedIds(() -> at).next(), key, "timeout");
            if (eventId == null || id.equals(eventId)) {
                made.add(0, attempt);
            }
        }
        AttemptFilter filter =
                new AttemptFilter(Optional.ofNullable(outcome), Optional.empty(), Optional.ofNullable(eventId), ALWAYS);

        List<UUID> found =
                walk(before -> await(attempts.list(integrator, webhook, filter, before, 2)), AttemptLog.Logged::id);

        assertThat(made).hasSizeGreaterThan(2);
        assertThat(found).isEqualTo(made);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10})
    void eventsOfARareTypeAreAllFoundAndInOrder(int limit) {
        List<UUID> made = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            boolean wanted = i == 3 || i == 4 || i == 20;
            UUID key = database.event(integrator, wanted ? ACCOUNT_CREATED : PAYMENT_CREATED)
                    .key();
            if (wanted) {
                made.add(0, key);
            }
        }

        List<UUID> found = walk(
                before -> await(events.list(integrator, Optional.of("account.created"), ALWAYS, before, limit)),
                EventLog.Recorded::key);

        assertThat(found).isEqualTo(made);
    }

    /** Thirty attempts, those of these places at accounts that were created and the others at payments; the former, newest first. */
    private List<UUID> attemptsAt(Integer... places) {
        List<UUID> made = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            boolean wanted = List.of(places).contains(i);
            UUID id = attempt(wanted ? ACCOUNT_CREATED : PAYMENT_CREATED, "ok");
            if (wanted) {
                made.add(0, id);
            }
        }
        return made;
    }

    private UUID attempt(EventType type, String outcome) {
        return attempt(TestDatabase.IDS.next(), database.event(integrator, type).key(), outcome);
    }

    private UUID attempt(UUID id, UUID eventKey, String outcome) {
        database.rows("""
                insert into attempt (webhook_id, id, event_key, number, trigger, outcome, duration_ms)
                values ($1, $2, $3, 1, 'first', $4, 10)
                """, webhook, id, eventKey, outcome);
        return id;
    }

    private void event(UUID key, String id) {
        database.rows("""
                insert into event (integrator_id, key, id, type, occurred_at, body)
                values ($1, $2, $3, 'payment.created', now(), '{}')
                """, integrator, key, id);
    }

    private static <T> List<UUID> walk(Function<Optional<UUID>, Page<T>> read, Function<T, UUID> id) {
        List<UUID> found = new ArrayList<>();
        Page<T> page = read.apply(Optional.empty());
        page.data().forEach(row -> found.add(id.apply(row)));
        while (page.next().isPresent()) {
            page = read.apply(page.next());
            page.data().forEach(row -> found.add(id.apply(row)));
        }
        return found;
    }
}
