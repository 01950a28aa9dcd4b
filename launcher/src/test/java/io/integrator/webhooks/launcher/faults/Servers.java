package io.integrator.webhooks.launcher.faults;

import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.embedded.PostgresServer;
import io.integrator.webhooks.launcher.process.Processes;
import io.integrator.webhooks.launcher.process.TcpProxy;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;

/**
 * The Postgres and the Kafka of one test class, which may do to them what it likes. Workers and producers reach both by
 * proxies; what a test looks up in Postgres for itself goes past its proxy.
 */
final class Servers implements AutoCloseable {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Vertx vertx = Vertx.vertx();
    private final Path postgresDirectory;
    private final PostgresServer postgres;
    private final TcpProxy toPostgres;
    private final KafkaProcess kafka;
    private final TcpProxy toKafka;

    private Servers(Processes processes, Path directory, Path postgresDirectory) {
        this.postgresDirectory = postgresDirectory;
        kafka = new KafkaProcess(processes, directory.resolve("kafka"));
        toKafka = TcpProxy.to(vertx, kafka.port());
        kafka.advertise(toKafka.port());
        kafka.start();
        postgres = PostgresServer.in(postgresDirectory, 0);
        toPostgres = TcpProxy.to(vertx, postgres.port());
        kafka.awaitUp();
    }

    /** Starts both, with their files in a directory. */
    static Servers start(Processes processes, Path directory) {
        return new Servers(processes, directory, directory.resolve("postgres"));
    }

    /** Starts both, with Postgres's files elsewhere. */
    static Servers start(Processes processes, Path directory, Path postgresDirectory) {
        return new Servers(processes, directory, postgresDirectory);
    }

    /** For what a test runs in this JVM. */
    Vertx vertx() {
        return vertx;
    }

    PostgresServer postgres() {
        return postgres;
    }

    TcpProxy toPostgres() {
        return toPostgres;
    }

    KafkaProcess kafka() {
        return kafka;
    }

    TcpProxy toKafka() {
        return toKafka;
    }

    /** Where Kafka is reached, by its proxy. */
    String bootstrapServers() {
        return "127.0.0.1:" + toKafka.port();
    }

    /** Freezes Postgres, all of its processes. */
    Frozen freezePostgres() {
        try {
            String pid = Files.readAllLines(postmasterPid()).get(0).strip();
            return Frozen.of(ProcessHandle.of(Long.parseLong(pid)).orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns once Postgres answers again; starts it when it has given up. */
    void awaitPostgres() {
        await("Postgres").atMost(LIMIT).ignoreExceptions().until(() -> {
            if (Files.notExists(postmasterPid())) {
                postgres.kill();
                postgres.start();
            }
            try (Connection connection = DriverManager.getConnection(postgres.jdbcUrl())) {
                return connection.isValid(1);
            }
        });
    }

    private Path postmasterPid() {
        return postgresDirectory.resolve("data/postmaster.pid");
    }

    /** Makes good what a test did to them and a failure kept it from making good itself. */
    void mend() {
        toPostgres.pass();
        toKafka.pass();
        postgres.start();
        kafka.start();
        kafka.awaitUp();
    }

    @Override
    public void close() {
        postgres.close();
        kafka.stop();
        vertx.close().await();
    }
}
