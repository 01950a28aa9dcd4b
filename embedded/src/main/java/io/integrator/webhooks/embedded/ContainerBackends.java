package io.integrator.webhooks.embedded;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * {@link Backends} as containers. They are stopped and started, not recreated, and their host ports are bound by us: Docker would choose
 * others at each start.
 */
record ContainerBackends(PostgreSQLContainer postgres, KafkaContainer kafka) implements Backends {

    private static final String POSTGRES_IMAGE = "postgres:18-alpine";
    private static final String KAFKA_IMAGE = "apache/kafka:4.1.0";
    private static final int POSTGRES_PORT = 5432;
    private static final int KAFKA_PORT = 9092;
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final int STOP_SECONDS = 20;

    static ContainerBackends start() {
        return Together.start(
                () -> started(ContainerBackends::postgresContainer, "Postgres"),
                () -> started(ContainerBackends::kafkaContainer, "Kafka"),
                ContainerBackends::new);
    }

    @Override
    public String postgresUri() {
        return address().uri(PostgresAddress.DEFAULT_DATABASE);
    }

    @Override
    public String jdbcUrl() {
        return address().jdbcUrl(PostgresAddress.DEFAULT_DATABASE);
    }

    @Override
    public String bootstrapServers() {
        return kafka.getHost() + ":" + kafka.getMappedPort(KAFKA_PORT);
    }

    @Override
    public String createDatabase(String name) {
        return address().createDatabase(name);
    }

    @Override
    public String createRole(String name, String database) {
        return address().createRole(name, database);
    }

    @Override
    public void createTopic(String name, int partitions) {
        new Topics(bootstrapServers()).create(name, partitions);
    }

    @Override
    public void stopPostgres() {
        stop(postgres, STOP_SECONDS);
    }

    @Override
    public void killPostgres() {
        if (postgres.isRunning()) {
            docker(
                    "kill",
                    postgres,
                    () -> postgres.getDockerClient()
                            .killContainerCmd(postgres.getContainerId())
                            .exec());
        }
    }

    @Override
    public void startPostgres() {
        startAgain(postgres, limit -> address().isServing(limit));
    }

    @Override
    public void stopKafka() {
        // Its first process is a shell that does not pass the signal on: waiting longer gains nothing, Docker kills it.
        stop(kafka, 1);
    }

    @Override
    public void startKafka() {
        startAgain(kafka, limit -> new Topics(bootstrapServers()).isServing(limit));
    }

    @Override
    public void close() {
        Together.run(postgres::stop, kafka::stop);
    }

    private PostgresAddress address() {
        return new PostgresAddress(postgres.getHost(), postgres.getMappedPort(POSTGRES_PORT));
    }

    private static PostgreSQLContainer postgresContainer() {
        PostgreSQLContainer container = new PostgreSQLContainer(POSTGRES_IMAGE)
                .withDatabaseName(PostgresAddress.DEFAULT_DATABASE)
                .withUsername(PostgresAddress.USER)
                .withPassword(PostgresAddress.USER)
                // As the embedded one has it: the image's own locale would order text by that locale's rules.
                .withEnv(
                        "POSTGRES_INITDB_ARGS",
                        "--encoding=UTF8 --locale=C --locale-provider=builtin --builtin-locale=C.UTF-8")
                // Testcontainers' own command turns fsync off.
                .withCommand("postgres", "-c", "fsync=on", "-c", "max_connections=200");
        container.setPortBindings(List.of(LoopbackPort.free() + ":" + POSTGRES_PORT));
        return container;
    }

    private static KafkaContainer kafkaContainer() {
        KafkaContainer container = new KafkaContainer(KAFKA_IMAGE)
                .withEnv("KAFKA_BROKER_SESSION_TIMEOUT_MS", "1500")
                .withEnv("KAFKA_BROKER_HEARTBEAT_INTERVAL_MS", "300")
                .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "true");
        container.setPortBindings(List.of(LoopbackPort.free() + ":" + KAFKA_PORT));
        return container;
    }

    private static <C extends GenericContainer<?>> C started(Supplier<C> described, String what) {
        try {
            C container = described.get();
            container.start();
            return container;
        } catch (RuntimeException e) {
            throw new BackendException(what + " does not come up as a container; is Docker running?", e);
        }
    }

    private static void stop(GenericContainer<?> container, int seconds) {
        if (container.isRunning()) {
            docker(
                    "stop",
                    container,
                    () -> container
                            .getDockerClient()
                            .stopContainerCmd(container.getContainerId())
                            .withTimeout(seconds)
                            .exec());
        }
    }

    private static void startAgain(GenericContainer<?> container, Predicate<Duration> serving) {
        if (!container.isRunning()) {
            docker(
                    "start",
                    container,
                    () -> container
                            .getDockerClient()
                            .startContainerCmd(container.getContainerId())
                            .exec());
        }
        if (!serving.test(START_LIMIT)) {
            throw new BackendException(
                    container.getDockerImageName() + " does not answer within " + START_LIMIT + " of its start");
        }
    }

    private static void docker(String verb, GenericContainer<?> container, Runnable command) {
        try {
            command.run();
        } catch (RuntimeException e) {
            throw new BackendException("Cannot " + verb + " the container of " + container.getDockerImageName(), e);
        }
    }
}
