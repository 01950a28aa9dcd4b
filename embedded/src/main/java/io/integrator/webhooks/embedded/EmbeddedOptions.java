package io.integrator.webhooks.embedded;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How {@link Backends#embedded} starts its servers.
 *
 * @param directory where rows and records are kept, in {@code postgres} and {@code kafka}; empty for temporary directories
 * @param postgresPort 0 for any
 * @param kafkaPort 0 for any
 */
public record EmbeddedOptions(Optional<Path> directory, int postgresPort, int kafkaPort) {

    /** Temporary directories, any ports. */
    public static EmbeddedOptions temporary() {
        return new EmbeddedOptions(Optional.empty(), 0, 0);
    }

    /** The same, with everything kept in {@code directory}. */
    public EmbeddedOptions withDirectory(Path directory) {
        return new EmbeddedOptions(Optional.of(directory), postgresPort, kafkaPort);
    }

    /** The same, with Postgres on {@code port}. */
    public EmbeddedOptions withPostgresPort(int port) {
        return new EmbeddedOptions(directory, port, kafkaPort);
    }

    /** The same, with Kafka on {@code port}. */
    public EmbeddedOptions withKafkaPort(int port) {
        return new EmbeddedOptions(directory, postgresPort, port);
    }
}
