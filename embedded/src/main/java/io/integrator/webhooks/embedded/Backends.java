package io.integrator.webhooks.embedded;

/**
 * A Postgres and a Kafka broker that are up, and can be taken away and given back to see what a service makes of that. Addresses stay the
 * same, and rows and records stay, over any stop, kill and start.
 *
 * <p>Methods block until what they say has happened and may be called from any thread but an event loop. All but {@link #close()} throw
 * {@link BackendException} when it does not.
 */
public interface Backends extends AutoCloseable {

    /** The system property by which {@link #start()} chooses: {@code embedded}, the default, or {@code testcontainers}. */
    String PROPERTY = "backends";

    /**
     * Starts fresh ones of the kind that the system property {@value #PROPERTY} names.
     *
     * @throws IllegalArgumentException when it names another kind
     * @throws BackendException when one of them does not come up; the other is stopped then
     */
    static Backends start() {
        String kind = System.getProperty(PROPERTY, "embedded");
        return switch (kind) {
            case "embedded" -> embedded(EmbeddedOptions.temporary());
            case "testcontainers" -> testcontainers();
            default ->
                throw new IllegalArgumentException(
                        "The system property " + PROPERTY + " is 'embedded' or 'testcontainers', not '" + kind + "'");
        };
    }

    /**
     * Starts them from Maven artifacts: Kafka in this JVM, Postgres in processes next to it.
     *
     * @throws PortTakenException when a port that was asked for is in use
     * @throws BackendException when one of them does not come up; the other is stopped then
     */
    static Backends embedded(EmbeddedOptions options) {
        return EmbeddedBackends.start(options);
    }

    /**
     * Starts them as containers, by the Docker that Testcontainers finds.
     *
     * @throws BackendException when there is no Docker, or one of them does not come up; the other is removed then
     */
    static Backends testcontainers() {
        return ContainerBackends.start();
    }

    /** {@code postgresql://postgres:postgres@HOST:PORT/postgres}. */
    String postgresUri();

    /** The same for JDBC, user and password included. */
    String jdbcUrl();

    /** {@code HOST:PORT}. */
    String bootstrapServers();

    /**
     * Creates a database unless it exists.
     *
     * @param name lower-case letters, digits and underscores, at most 63
     * @return its uri, in the form of {@link #postgresUri()}
     */
    String createDatabase(String name);

    /**
     * Creates a role of Postgres that may log in and owns nothing, unless it exists.
     *
     * @param name as a database's
     * @param database the uri of a database
     * @return that uri as the role, whose password is its name
     */
    String createRole(String name, String database);

    /**
     * Creates a topic unless it exists; returns when it can be written to.
     *
     * @param partitions 1 or more; an error when the topic exists with another number
     */
    void createTopic(String name, int partitions);

    /** Stops Postgres cleanly; clients lose their connections. Does nothing when it is stopped. */
    void stopPostgres();

    /** Ends Postgres as a power cut would. Does nothing when it is stopped. */
    void killPostgres();

    /** Starts Postgres again. Does nothing when it is running. */
    void startPostgres();

    /** Stops Kafka; clients lose their connections. Does nothing when it is stopped. */
    void stopKafka();

    /** Starts Kafka again. Does nothing when it is running. */
    void startKafka();

    /** Stops both and deletes what is temporary. They cannot be started again. */
    @Override
    void close();
}
