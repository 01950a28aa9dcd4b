package io.integrator.webhooks.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostgresServerTest {

    @TempDir
    static Path directory;

    private static PostgresServer server;

    @BeforeAll
    static void startOne() {
        server = PostgresServer.in(directory, 0);
    }

    @BeforeEach
    void startAgain() {
        server.start();
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({
        "fsync, on",
        "synchronous_commit, on",
        "full_page_writes, on",
        "max_connections, 200",
        "TimeZone, Etc/UTC",
        "server_encoding, UTF8",
        "listen_addresses, 127.0.0.1"
    })
    void itIsSetUpAsProductionIs(String setting, String value) {
        assertThat(sql().value("show " + setting)).isEqualTo(value);
    }

    @Test
    void textIsOrderedByCodePointAndUpperCaseIsUnicode() {
        assertThat(sql().value("select 'B' < 'a' and upper('é') = 'É'")).isEqualTo("t");
    }

    @Test
    void theUriNamesUserPasswordHostPortAndDatabase() {
        assertThat(server.uri()).isEqualTo("postgresql://postgres:postgres@127.0.0.1:" + server.port() + "/postgres");
    }

    @Test
    void rowsAndPortSurviveARestart() {
        sql().execute("create table kept as select 'restarted' as how");
        int port = server.port();

        server.stop();
        server.start();

        assertThat(server.port()).isEqualTo(port);
        assertThat(sql().value("select how from kept")).isEqualTo("restarted");
    }

    @Test
    void committedRowsSurviveAKill() {
        sql().execute("create table killed as select 42 as answer");
        long pid = postmaster().pid();

        server.kill();

        assertThat(Running.is(pid)).isFalse();
        server.start();
        assertThat(sql().value("select answer from killed")).isEqualTo("42");
    }

    @Test
    void killedAgainAndAgainItStartsAgainAndAgain() {
        for (int i = 0; i < 3; i++) {
            server.kill();
            server.start();
        }

        assertThat(sql().value("select 1")).isEqualTo("1");
    }

    @Test
    void whatIsStoppedOrRunningAlreadyIsLeftSo() {
        long pid = postmaster().pid();

        server.start();

        assertThat(postmaster().pid()).isEqualTo(pid);
        server.stop();
        server.stop();
        server.kill();
        assertThat(Postmaster.of(data())).isEmpty();
    }

    @Test
    void eachDatabaseHasItsOwnTables() {
        String uri = server.createDatabase("alone");
        new Sql(server.jdbcUrl("alone")).execute("create table only_here ()");

        assertThat(uri).endsWith(":" + server.port() + "/alone");
        assertThat(sql().value("select to_regclass('only_here')")).isNull();
    }

    @Test
    void aDatabaseThatExistsIsKept() {
        server.createDatabase("twice");
        new Sql(server.jdbcUrl("twice")).execute("create table still_here ()");

        server.createDatabase("twice");

        assertThat(new Sql(server.jdbcUrl("twice")).value("select to_regclass('still_here')"))
                .isEqualTo("still_here");
    }

    @Test
    void aDatabaseNameThatWouldNeedQuotingIsRefused() {
        assertThatThrownBy(() -> server.createDatabase("a\" --"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a\" --");
    }

    @Test
    void aStalePidFileDoesNotStopTheStart() throws IOException {
        server.stop();
        Files.writeString(
                data().resolve("postmaster.pid"), ProcessHandle.current().pid() + "\n" + data() + "\n");

        server.start();

        assertThat(sql().value("select 1")).isEqualTo("1");
    }

    @Test
    void theDirectoryOfALivingServerIsRefused() {
        assertThatThrownBy(() -> PostgresServer.in(directory, 0))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("process " + ProcessHandle.current().pid());
        assertThat(sql().value("select 1")).isEqualTo("1");
    }

    @Test
    void aTakenPortIsNamed(@TempDir Path another) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();

            assertThatThrownBy(() -> PostgresServer.in(another, port))
                    .isInstanceOf(PortTakenException.class)
                    .hasMessageContaining("Port " + port)
                    .hasMessageContaining("Postgres");
        }
    }

    @Test
    void rowsOfAnotherVersionAreRefused() throws IOException {
        server.stop();
        Files.writeString(data().resolve("PG_VERSION"), "17\n");
        try {
            assertThatThrownBy(() -> server.start())
                    .isInstanceOf(BackendException.class)
                    .hasMessageContaining(data() + " are of Postgres 17, which Postgres 18 cannot read");
        } finally {
            Files.writeString(data().resolve("PG_VERSION"), "18\n");
        }
    }

    @Test
    void whatPostgresSaysIsInTheErrorWhenItDoesNotComeUp(@TempDir Path broken) throws IOException {
        Files.createDirectory(broken.resolve("data"));
        Files.writeString(broken.resolve("data/PG_VERSION"), "18\n");
        Files.writeString(broken.resolve("data/postgresql.conf"), "no_such_setting = 1\n");

        assertThatThrownBy(() -> PostgresServer.in(broken, 0, Duration.ofSeconds(1)))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining(broken.resolve("data").toString())
                .hasMessageContaining("no_such_setting");
    }

    private static Sql sql() {
        return new Sql(server.jdbcUrl());
    }

    private static Path data() {
        return directory.resolve("data");
    }

    private static Postmaster postmaster() {
        return Postmaster.of(data()).orElseThrow();
    }
}
