package io.integrator.webhooks.store;

import static io.integrator.webhooks.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.settings.PostgresSettings;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is counted of the whole system. */
class CensusStoreTest {

    private static final Census NOTHING =
            new Census(0, 0, Duration.ZERO, Duration.ZERO, Duration.ZERO, new Census.Webhooks(0, 0, 0, 0, 0));

    private TestDatabase database;
    private Pool one;

    @BeforeEach
    void createDatabase() {
        database = TestDatabase.create("census_" + UUID.randomUUID().toString().replace("-", ""));
        one = Database.census(database.vertx(), new PostgresSettings(database.uri(), 1, false));
    }

    @AfterEach
    void closeDatabase() {
        await(one.close());
        database.close();
    }

    private static Optional<Census> taken(Pool pool) {
        return await(new CensusStore(pool, InstantSource.system()).take());
    }

    private static List<UUID> keys(int count, Duration age) {
        Instant then = Instant.now().minus(age);
        return Stream.generate(() -> new TimeOrderedIds(InstantSource.fixed(then)).next())
                .limit(count)
                .toList();
    }

    @Test
    void nothingIsCountedAsNothing() {
        assertThat(taken(one)).contains(NOTHING);
    }

    @Test
    void whatIsOwedIsToldApartByWhetherItIsHeldAndWebhooksByTheirState() {
        String integrator = database.integrator();
        UUID owing = database.webhook(integrator, EventType.PAYMENT_CREATED);
        UUID holding = database.webhook(integrator, EventType.PAYMENT_CREATED);
        UUID failing = database.webhook(integrator, EventType.PAYMENT_CREATED);
        UUID gone = database.webhook(integrator, EventType.PAYMENT_CREATED);
        database.owe(owing, Instant.now().minusSeconds(60), keys(3, Duration.ofHours(2)));
        database.owe(failing, Instant.now().plusSeconds(60), keys(1, Duration.ofMinutes(1)));
        database.owe(holding, Instant.now().minusSeconds(600), keys(5, Duration.ofDays(3)));
        disable(holding, "failures");
        disable(gone, "gone");
        database.rows("update webhook set failing_since = now(), failure_count = 1 where id = $1", failing);

        Census census = taken(one).orElseThrow();

        assertThat(census.waiting()).isEqualTo(4);
        assertThat(census.held()).isEqualTo(5);
        assertThat(census.oldestOwed()).isCloseTo(Duration.ofHours(2), Duration.ofMinutes(1));
        assertThat(census.oldestHeld()).isCloseTo(Duration.ofDays(3), Duration.ofMinutes(1));
        assertThat(census.overdue()).isCloseTo(Duration.ofSeconds(60), Duration.ofSeconds(30));
        assertThat(census.webhooks()).isEqualTo(new Census.Webhooks(1, 1, 1, 1, 0));
    }

    private void disable(UUID webhook, String reason) {
        database.rows(
                "update webhook set disabled = true, disabled_reason = $2, disabled_at = now() where id = $1",
                webhook,
                reason);
        database.rows("update lane set held = true where webhook_id = $1", webhook);
    }

    @Test
    void oneProcessAtATimeTakesItAndAnotherOnceTheFirstIsGone() {
        Pool another = Database.census(database.vertx(), new PostgresSettings(database.uri(), 1, false));
        taken(one);
        taken(one);

        Optional<Census> refused = taken(another);
        await(one.close());
        // The server learns of it a moment later.
        Awaitility.await().until(() -> taken(another).isPresent());

        assertThat(refused).isEmpty();
        await(another.close());
    }

    @Test
    void aTableOfMorePagesThanItMayReadIsCountedBySample() {
        UUID owing = database.webhook(database.integrator(), EventType.PAYMENT_CREATED);
        int owed = 40_000;
        database.owe(owing, Instant.now(), keys(owed, Duration.ofHours(1)));
        long pages = database.value(Long.class, "select pg_relation_size('owed') / 8192");

        CensusStore store = new CensusStore(one, InstantSource.system(), (int) pages / 2);

        List<Long> counts = Stream.generate(
                        () -> await(store.take()).orElseThrow().waiting())
                .limit(5)
                .toList();

        assertThat(counts)
                .allSatisfy(count -> assertThat(count).isCloseTo((long) owed, Percentage.withPercentage(25)))
                .as("estimates, and not one number")
                .satisfies(all -> assertThat(Set.copyOf(all)).hasSizeGreaterThan(1));
    }
}
