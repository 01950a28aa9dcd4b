package io.integrator.webhooks.launcher.faults;

import static io.integrator.webhooks.launcher.process.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.launcher.process.Processes;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Days that are past their retention are dropped beside the deliveries of today, and what was held of them is accounted for. */
@Tag("faults")
class RetentionTest {

    @RegisterExtension
    static final Processes PROCESSES = new Processes();

    private static final int EVENTS_PER_SECOND = 100;
    private static final int HELD = 1_200;

    private static final String OLD_DAY = "select ensure_day((now() at time zone 'UTC')::date - 40)";

    private static final String TODAY = "select ensure_day((now() at time zone 'UTC')::date)";

    /** A disabled webhook that is owed an old day's events, more than expire at once, and one event of today. */
    private static final String HOLD = """
            with known as (
                insert into integrator (id) values ('patient') returning id
            ), disabled as (
                insert into webhook (id, integrator_id, url, events, secret, disabled, disabled_reason, disabled_at)
                select gen_random_uuid(), id, 'http://127.0.0.1/patient', '{payment.completed}', '', true, 'manual', now()
                from known
                returning id
            ), lane as (
                insert into lane (webhook_id, due_at, held) select id, now(), true from disabled
            ), held as (
                select n, uuid_at(((now() at time zone 'UTC')::date - 40)::timestamp at time zone 'UTC' + n * interval '1 ms') as key
                from generate_series(1, cast(? as integer)) n
                union all
                select 0, uuid_at(now())
            ), recorded as (
                insert into event (integrator_id, key, id, type, occurred_at, body)
                select 'patient', key, 'held-' || n, 'payment.completed', now(), '{}' from held
            ), owed as (
                insert into owed (webhook_id, event_key, number, due_at) select id, key, 1, now() from disabled, held
                returning event_key
            )
            select count(*) from owed""";

    private static final String OLD_PARTITIONS = """
            select count(*) from pg_class
            where relname ~ '^(event|attempt)_[0-9]{8}$' and right(relname, 8) < to_char(now() - interval '30 days', 'YYYYMMDD')""";

    private static final String EXPIRED = "select count(*) from expired";

    private static final String RETRIES = "select count(*) from attempt where trigger = 'retry'";

    private static Servers servers;
    private final AtomicInteger turns = new AtomicInteger();
    private FaultSite site;
    private Connection reader;

    @BeforeAll
    static void start(@TempDir Path directory) {
        servers = Servers.start(PROCESSES, directory);
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    @BeforeEach
    void open() throws SQLException {
        site = FaultSite.open(PROCESSES, servers);
        reader = DriverManager.getConnection(site.database().jdbcUrl());
    }

    @AfterEach
    void close() throws SQLException {
        reader.close();
        site.close();
    }

    @Test
    void aDropThatCanNotBeHoldsUpNoDeliveryAndNoClaim() throws SQLException {
        site.database().value(OLD_DAY);
        site.database().value(TODAY);
        site.database().value(HOLD, Integer.toString(HELD));
        site.subscriber().answers(due -> turns.getAndIncrement() % 3 == 0 ? 500 : 200);
        readTheOldDay();
        site.startWorker().awaitReady();
        site.produce(EVENTS_PER_SECOND);
        patiently().until(() -> number(EXPIRED) == HELD);
        long retriesBefore = number(RETRIES);

        site.startWorker().awaitReady();
        site.awaitPosts(FaultForm.count(1_000, 10_000));

        assertThat(number(OLD_PARTITIONS)).as("the partition that is read").isOne();
        long retries = number(RETRIES) - retriesBefore;
        assertThat(retries).as("retries meanwhile").isPositive();
        reader.rollback();
        patiently().until(() -> number(OLD_PARTITIONS) == 0);
        assertThat(number(EXPIRED)).isEqualTo(HELD);
        assertThat(number("select count(*) from owed join webhook on id = webhook_id where disabled"))
                .isOne();
        site.database().value("delete from webhook where disabled returning id");
        site.database().value("delete from event where integrator_id = 'patient' returning id");
        site.balance("a partition that can't be dropped, %d retries meanwhile".formatted(retries), 0);
    }

    /** Keeps a transaction open in which the old day has been read: its partition can't go before the transaction does. */
    private void readTheOldDay() throws SQLException {
        reader.setAutoCommit(false);
        try (Statement statement = reader.createStatement()) {
            statement.executeQuery("select count(*) from event").close();
        }
    }

    private long number(String query) {
        return Long.parseLong(site.database().value(query));
    }
}
