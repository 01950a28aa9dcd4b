package io.integrator.webhooks.embedded;

import java.nio.file.Path;
import java.util.Optional;

/** {@link Backends} from Maven artifacts. */
record EmbeddedBackends(PostgresServer postgres, KafkaServer kafka) implements Backends {

    static EmbeddedBackends start(EmbeddedOptions options) {
        Optional<Path> directory = options.directory();
        int postgresPort = options.postgresPort();
        int kafkaPort = options.kafkaPort();
        return Together.start(
                () -> directory
                        .map(kept -> PostgresServer.in(kept.resolve("postgres"), postgresPort))
                        .orElseGet(() -> PostgresServer.temporary(postgresPort)),
                () -> directory
                        .map(kept -> KafkaServer.in(kept.resolve("kafka"), kafkaPort))
                        .orElseGet(() -> KafkaServer.temporary(kafkaPort)),
                EmbeddedBackends::new);
    }

    @Override
    public String postgresUri() {
        return postgres.uri();
    }

    @Override
    public String jdbcUrl() {
        return postgres.jdbcUrl();
    }

    @Override
    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    @Override
    public String createDatabase(String name) {
        return postgres.createDatabase(name);
    }

    @Override
    public String createRole(String name, String database) {
        return postgres.createRole(name, database);
    }

    @Override
    public void createTopic(String name, int partitions) {
        kafka.createTopic(name, partitions);
    }

    @Override
    public void stopPostgres() {
        postgres.stop();
    }

    @Override
    public void killPostgres() {
        postgres.kill();
    }

    @Override
    public void startPostgres() {
        postgres.start();
    }

    @Override
    public void stopKafka() {
        kafka.stop();
    }

    @Override
    public void startKafka() {
        kafka.start();
    }

    @Override
    public void close() {
        Together.run(postgres::close, kafka::close);
    }
}
