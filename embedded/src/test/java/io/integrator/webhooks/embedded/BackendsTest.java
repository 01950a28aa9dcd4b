package io.integrator.webhooks.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackendsTest {

    @Test
    void whatIsKeptIsThereForTheNextOne(@TempDir Path directory) {
        EmbeddedOptions options = EmbeddedOptions.temporary().withDirectory(directory);
        try (Backends first = Backends.embedded(options)) {
            new Sql(first.jdbcUrl()).execute("create table handed_on ()");
            first.createTopic("handed_on", 3);
        }

        try (Backends second = Backends.embedded(options)) {
            assertThat(new Sql(second.jdbcUrl()).value("select to_regclass('handed_on')"))
                    .isEqualTo("handed_on");
            assertThatThrownBy(() -> second.createTopic("handed_on", 4)).hasMessageContaining("with 3 partitions");
        }
    }

    @Test
    void whenOneDoesNotComeUpTheOtherIsStopped(@TempDir Path directory) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EmbeddedOptions options =
                    EmbeddedOptions.temporary().withDirectory(directory).withKafkaPort(taken.getLocalPort());

            assertThatThrownBy(() -> Backends.embedded(options)).isInstanceOf(PortTakenException.class);
        }

        assertThat(directory.resolve("postgres/data")).exists();
        assertThat(Postmaster.of(directory.resolve("postgres/data"))).isEmpty();
    }

    @Test
    void theSharedOnesComeAndGoWithoutChangingTheirAddress() {
        Backends shared = SharedBackends.get();
        String uri = shared.postgresUri();

        shared.killPostgres();
        shared.startPostgres();
        shared.stopKafka();
        shared.startKafka();

        assertThat(SharedBackends.get()).isSameAs(shared);
        assertThat(shared.postgresUri()).isEqualTo(uri);
        shared.createTopic("after", 1);
        assertThat(shared.createDatabase("after")).endsWith("/after");
    }

    @Test
    void textIsOrderedByCodePointAndUpperCaseIsUnicodeInEitherKind() {
        String uri = SharedBackends.get().jdbcUrl();

        String answer = new Sql(uri).value("select 'B' < 'a' and upper('é') = 'É'");

        assertThat(answer).isEqualTo("t");
    }

    @Test
    void anUnknownKindIsNamedWithThoseThereAre() {
        String before = System.getProperty(Backends.PROPERTY);
        System.setProperty(Backends.PROPERTY, "podman");
        try {
            assertThatThrownBy(Backends::start)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("The system property backends is 'embedded' or 'testcontainers', not 'podman'");
        } finally {
            restore(before);
        }
    }

    private static void restore(String before) {
        if (before == null) {
            System.clearProperty(Backends.PROPERTY);
        } else {
            System.setProperty(Backends.PROPERTY, before);
        }
    }
}
