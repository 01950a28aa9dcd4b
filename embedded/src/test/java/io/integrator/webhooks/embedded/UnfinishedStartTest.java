package io.integrator.webhooks.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnfinishedStartTest {

    @Test
    void aFirstStartThatWasKilledHalfWayIsBegunAnew(@TempDir Path directory) throws IOException {
        Files.createDirectory(directory.resolve("data"));
        Files.writeString(directory.resolve("data/postgresql.conf"), "");
        Files.writeString(directory.resolve("unfinished"), "");

        try (PostgresServer server = PostgresServer.in(directory, 0)) {
            assertThat(new Sql(server.jdbcUrl()).value("select 1")).isEqualTo("1");
        }

        assertThat(directory.resolve("unfinished")).doesNotExist();
    }
}
