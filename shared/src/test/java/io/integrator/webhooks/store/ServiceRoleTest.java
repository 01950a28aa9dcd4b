package io.integrator.webhooks.store;

import static io.integrator.webhooks.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrator.webhooks.settings.PostgresSettings;
import io.vertx.core.Future;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the role that the service runs as may not do. That it may do all that the service does is shown by TwoProcessesTest. */
class ServiceRoleTest {

    private static final String ROLE = "the service's role";
    private static final String INSUFFICIENT_PRIVILEGE = "42501";
    private static final String INVALID_PARAMETER = "22023";

    private static TestDatabase database;
    private static PostgresSettings owner;
    private static Pool service;

    @BeforeAll
    static void grant() throws SQLException {
        database = TestDatabase.create("service_role");
        owner = new PostgresSettings(database.uri(), 1, true);
        database.rows("create role \"" + ROLE + "\" login password 'hush'");
        ServiceRole.grantTo(owner, ROLE);
        URI uri = URI.create(database.uri()
                .toString()
                .replaceFirst("//.*@", "//" + ROLE.replace(" ", "%20").replace("'", "%27") + ":hush@"));
        service = Database.pool(database.vertx(), new PostgresSettings(uri, 2, false));
    }

    @AfterAll
    static void close() {
        await(service.close());
        database.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table webhook add column other text",
                "alter table event detach partition event_%s",
                "drop table webhook",
                "drop table event_%s",
                "truncate owed",
                "truncate event",
                "create table other (id int)",
                "create function other() returns int language sql as 'select 1'",
                "create or replace function drop_day(partition text) returns void language sql as 'select 1'",
                "drop trigger webhook_change on webhook",
                "alter table webhook disable trigger all",
                "update event set body = ''",
                "delete from event",
                "update attempt set outcome = 'ok'",
                "delete from attempt",
                "delete from event_%s",
                "update integrator set created_at = now()",
                "delete from lane",
                "update lifecycle_event set data = '{}'",
                "delete from lifecycle_turn",
                "select * from flyway_schema_history",
                "select * from event_%s",
                "create role other",
                "set role postgres",
                "copy webhook to program 'true'",
            })
    void itChangesNoSchemaAndNoHistoryAndReadsNothingElse(String statement) {
        assertRefused(statement.formatted(today()), INSUFFICIENT_PRIVILEGE);
    }

    @Test
    void itMakesDaysAheadAndDropsThoseThatHaveEnded() {
        LocalDate old = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC).minusDays(40);
        database.rows("select ensure_day($1)", old);
        Partitions partitions = new Partitions(service);

        await(partitions.ensure());
        Partitions.Drop drop = await(partitions.drop(Instant.now().minus(Duration.ofDays(30))));

        assertThat(drop).isEqualTo(new Partitions.Drop(2, true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"event_%s", "webhook", "event", "event_20200101; drop table webhook", "event_20200101\nx"})
    void nothingButADayThatHasEndedIsDropped(String name) {
        assertRefused("select drop_day('" + name.formatted(today()) + "')", INVALID_PARAMETER);
    }

    @Test
    void namesMeanThoseOfTheSchemaWhateverTheCallersPathSays() {
        String old = "event_20200101";
        database.rows("select ensure_day('2020-01-01')");

        await(service.withTransaction(connection -> connection
                .query("create temporary table " + old + " (id int); set local search_path = pg_temp, public")
                .execute()
                .compose(hidden -> connection
                        .query("select public.drop_day('" + old + "')")
                        .execute())
                .compose(dropped -> connection.query("select * from " + old).execute())));

        assertThat(database.rows("select from pg_class where relname = '" + old + "' and relpersistence = 'p'"))
                .isEmpty();
        database.rows("select drop_day('attempt_20200101')");
    }

    @Test
    void whatItWasGivenBesidesIsTakenAway() throws SQLException {
        database.rows("grant delete on attempt to \"" + ROLE + "\"");

        ServiceRole.grantTo(owner, ROLE);

        assertRefused("delete from attempt", INSUFFICIENT_PRIVILEGE);
    }

    @Test
    void aRoleThatDoesNotExistIsNamed() {
        assertThatThrownBy(() -> ServiceRole.grantTo(owner, "nobody"))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("nobody");
    }

    private static void assertRefused(String statement, String state) {
        Future<RowSet<Row>> done = service.query(statement).execute();

        assertThatThrownBy(() -> await(done))
                .as(statement)
                .cause()
                .asInstanceOf(InstanceOfAssertFactories.type(PgException.class))
                .extracting(PgException::getSqlState)
                .isEqualTo(state);
    }

    private static String today() {
        return LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC).format(DateTimeFormatter.BASIC_ISO_DATE);
    }
}
