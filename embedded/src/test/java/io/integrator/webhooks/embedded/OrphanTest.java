package io.integrator.webhooks.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a Postgres whose JVM was killed. */
class OrphanTest {

    private Process owner;

    @AfterEach
    void killOwner() {
        if (owner != null) {
            owner.destroyForcibly();
        }
    }

    @Test
    void theNextStartOnItsDirectoryTakesItsPlaceAndKeepsItsRows(@TempDir Path directory) throws Exception {
        Orphan orphan = leave("kept", directory.toString());

        try (PostgresServer next = PostgresServer.in(directory, 0)) {
            assertThat(Running.is(orphan.pid())).isFalse();
            assertThat(new Sql(next.jdbcUrl()).value("select how from left_behind"))
                    .isEqualTo("committed");
        }
    }

    @Test
    void theNextTemporaryOneStopsItAndDeletesItsDirectory() throws Exception {
        Orphan orphan = leave("temporary");

        PostgresServer.temporary(0).close();

        assertThat(Running.is(orphan.pid())).isFalse();
        assertThat(orphan.data().getParent()).doesNotExist();
    }

    @Test
    void whileItsJvmLivesItIsLeftAlone(@TempDir Path directory) throws Exception {
        Orphan living = start("kept", directory.toString());

        assertThatThrownBy(() -> PostgresServer.in(directory, 0))
                .isInstanceOf(BackendException.class)
                .hasMessageContaining("in use by process " + owner.pid());

        assertThat(Running.is(living.pid())).isTrue();
        owner.destroyForcibly().waitFor();
        PostgresServer.in(directory, 0).close();
    }

    private Orphan leave(String... arguments) throws Exception {
        Orphan orphan = start(arguments);
        owner.destroyForcibly().waitFor();
        assertThat(Postmaster.of(orphan.data())).isPresent();
        return orphan;
    }

    private Orphan start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-Xmx128m",
                LeavingProcess.class.getName()));
        command.addAll(List.of(arguments));
        owner = new ProcessBuilder(command).redirectErrorStream(true).start();
        List<String> said = new ArrayList<>();
        BufferedReader output = owner.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line);
            if (line.startsWith("STARTED ")) {
                String[] words = line.split(" ", 3);
                return new Orphan(Long.parseLong(words[1]), Path.of(words[2]));
            }
        }
        throw new IllegalStateException("It ended early: " + String.join("\n", said));
    }

    private record Orphan(long pid, Path data) {}
}
