package io.integrator.webhooks.bench.environment;

import io.integrator.webhooks.bench.bare.BareProcess;
import io.integrator.webhooks.bench.caller.CallerProcess;
import io.integrator.webhooks.bench.load.Answer;
import io.integrator.webhooks.bench.load.EventProducer;
import io.integrator.webhooks.bench.load.Group;
import io.integrator.webhooks.bench.subscriber.SubscriberProcess;
import io.integrator.webhooks.embedded.Backends;
import io.integrator.webhooks.embedded.EmbeddedOptions;
import io.integrator.webhooks.launcher.Await;
import io.integrator.webhooks.launcher.SigningKey;
import io.integrator.webhooks.settings.ApiSettings;
import io.integrator.webhooks.settings.AuthSettings;
import io.integrator.webhooks.settings.EgressSettings;
import io.integrator.webhooks.settings.HttpSettings;
import io.integrator.webhooks.settings.KafkaConnection;
import io.integrator.webhooks.settings.KafkaSettings;
import io.integrator.webhooks.settings.LifecycleSettings;
import io.integrator.webhooks.settings.PostgresSettings;
import io.integrator.webhooks.settings.SecretsSettings;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a benchmark runs on: Postgres and Kafka as durable as in production, the service and the subscriber each in a process
 * of its own. Closing it stops everything that it started; that may be done from another thread and more than once.
 */
public final class Environment implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Environment.class);
    private static final String TOPIC = "domain-events";
    private static final String GROUP = "benchmark";
    private static final String BARE_TOPIC = "bodies";
    private static final int PARTITIONS = 4;

    /** Of a topic for several processes: one to four of them, and six, share it out evenly. */
    private static final int PARTITIONS_TO_SHARE = 12;

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Deque<Runnable> stops = new ArrayDeque<>();
    private final Thread atTheEnd = new Thread(this::stopAll, "stop-environment");
    private Path outputs;
    private Vertx vertx;
    private Backends backends;
    private BenchDatabase database;
    private SubscriberProcess subscriber;
    private ServiceOptions options;
    private final Map<Integer, Service> services = new TreeMap<>();
    private final Map<Published, EventProducer> producers = new HashMap<>();
    private int started;
    private Bare bare;
    private Api api;
    private boolean closed;

    private Environment() {}

    /**
     * Starts everything, and stops what was started when something doesn't come up.
     *
     * @param options of the service
     */
    public static Environment start(ServiceOptions options) {
        Environment environment = new Environment();
        // Ctrl-C ends the JVM with nobody left to close this.
        Runtime.getRuntime().addShutdownHook(environment.atTheEnd);
        try {
            environment.startAll(options);
            return environment;
        } catch (RuntimeException e) {
            environment.close();
            throw e;
        }
    }

    /** Holds off a stop from another thread, which would miss what is just starting. */
    private synchronized void startAll(ServiceOptions serviceOptions) {
        options = serviceOptions;
        outputs = owns(temporaryDirectory(), Environment::deleteAll);
        backends = owns(Backends.embedded(EmbeddedOptions.temporary()), Backends::close);
        vertx = owns(Vertx.vertx(), started -> Await.result(started.close(), LIMIT, "closing Vert.x"));
        database = freshDatabase("bench");
        subscriber = owns(SubscriberProcess.start(outputs), SubscriberProcess::close);
    }

    private Map<String, String> settings(String topic, String group) {
        Map<String, String> settings = new TreeMap<>(settings(database));
        settings.put(KafkaSettings.TOPICS.name(), topic);
        settings.put(KafkaSettings.GROUP.name(), group);
        settings.putAll(options.set());
        return settings;
    }

    private Map<String, String> settings(BenchDatabase own) {
        Map<String, String> settings = new TreeMap<>();
        settings.put(PostgresSettings.URI.name(), own.uri().toString());
        settings.put(KafkaConnection.BOOTSTRAP_SERVERS.name(), backends.bootstrapServers());
        settings.put(SecretsSettings.KEY.name(), Registry.MASTER_KEY);
        settings.put(HttpSettings.MANAGEMENT_PORT.name(), "0");
        settings.put(LifecycleSettings.STOP_DELAY.name(), "0");
        settings.put(EgressSettings.ALLOW.name(), "127.0.0.0/8");
        settings.put(EgressSettings.ALLOW_HTTP.name(), "true");
        return settings;
    }

    /** The service's database. */
    public BenchDatabase database() {
        return database;
    }

    /** Another database beside it, that the service knows nothing of. */
    public BenchDatabase freshDatabase(String name) {
        return owns(BenchDatabase.of(vertx, URI.create(backends.createDatabase(name))), BenchDatabase::close);
    }

    /** The subscriber of every webhook. */
    public SubscriberProcess subscriber() {
        return subscriber;
    }

    /** Registers webhooks at the service, their urls the subscriber's. */
    public Registry registry() {
        return new Registry(database, share -> subscriber.url(share.group(), share.answer()));
    }

    /** What publishes domain events onto a topic, with so many bytes of data. */
    public synchronized EventProducer producer(String topic, int dataBytes) {
        return producers.computeIfAbsent(
                new Published(topic, dataBytes),
                published -> producer(EventProducer.Form.domainEvents(topic, dataBytes)));
    }

    private record Published(String topic, int dataBytes) {}

    /** Another one, of events in another form. */
    public EventProducer producer(EventProducer.Form form) {
        return owns(new EventProducer(backends.bootstrapServers(), form), EventProducer::close);
    }

    /** What the service is compared with, started when it is first asked for. */
    public synchronized Bare bare() {
        if (bare == null) {
            backends.createTopic(BARE_TOPIC, PARTITIONS);
            BareProcess process = owns(BareProcess.start(outputs), BareProcess::close);
            process.consume(backends.bootstrapServers(), BARE_TOPIC, subscriber.url(Group.MEASURED, Answer.AT_ONCE));
            bare = new Bare(process, producer(EventProducer.Form.bodies(BARE_TOPIC)), freshDatabase("bare"));
        }
        return bare;
    }

    /**
     * The yardsticks.
     *
     * @param process  that they are in, which POSTs what its topic is given
     * @param producer onto that topic
     * @param database that they write to
     */
    public record Bare(BareProcess process, EventProducer producer, BenchDatabase database) {}

    /** The service, started when it is first asked for: what was registered before that is no news to it. */
    public synchronized Service service() {
        return services.computeIfAbsent(0, unused -> start(1, PARTITIONS));
    }

    /** Another one, of so many processes, started when it is first asked for. */
    public synchronized Service service(int processes) {
        return services.computeIfAbsent(processes, count -> start(count, PARTITIONS_TO_SHARE));
    }

    /** Another one, just started, which whoever asks for it is to close. */
    public synchronized Service freshService() {
        return start(1, PARTITIONS);
    }

    /** Returns when each of its processes has its part of the topic. */
    private Service start(int processes, int partitions) {
        String suffix = "-" + ++started;
        String topic = TOPIC + suffix;
        String group = GROUP + suffix;
        backends.createTopic(topic, partitions);
        backends.createTopic(topic + ".dead-letter", 1);
        List<Supplier<ServiceProcess>> starts = new ArrayList<>();
        for (int number = 1; number <= processes; number++) {
            String name = "serve" + suffix + "-" + number;
            starts.add(() -> owns(
                    ServiceProcess.start(outputs, name, "delivery", settings(topic, group), options.java()),
                    ServiceProcess::close));
        }
        Service service = new Service(topic, starts);
        ConsumerGroup.awaitShares(backends.bootstrapServers(), group, processes, partitions);
        return service;
    }

    /** The service's API and who calls it, started when they are first asked for. */
    public synchronized Api api() {
        if (api == null) {
            BenchDatabase own = freshDatabase("api");
            SigningKey key = SigningKey.in(outputs);
            Map<String, String> settings = new TreeMap<>(settings(own));
            settings.put(HttpSettings.HOST.name(), "127.0.0.1");
            settings.put(HttpSettings.PORT.name(), "0");
            settings.put(ApiSettings.RATE.name(), "0");
            settings.put(AuthSettings.JWKS_URI.name(), key.jwks().toUri().toString());
            settings.put(AuthSettings.ISSUER.name(), CallerProcess.ISSUER);
            settings.put(AuthSettings.AUDIENCE.name(), CallerProcess.AUDIENCE);
            settings.putAll(options.set());
            ServiceProcess process = owns(
                    ServiceProcess.start(outputs, "serve-api", "api", settings, options.java()), ServiceProcess::close);
            api = new Api(process, own, owns(CallerProcess.start(outputs), CallerProcess::close));
        }
        return api;
    }

    /**
     * The API.
     *
     * @param process  {@code serve --role api}
     * @param database that it has to itself: no worker hears what is registered
     * @param caller   with tokens that it takes
     */
    public record Api(ServiceProcess process, BenchDatabase database, CallerProcess caller) {}

    @Override
    public void close() {
        stopAll();
        try {
            Runtime.getRuntime().removeShutdownHook(atTheEnd);
        } catch (IllegalStateException alreadyEnding) {
            LOG.atDebug().log("Closed while the process ends");
        }
    }

    /** What is started after the end has begun is stopped at once. */
    private synchronized <T> T owns(T started, Consumer<T> stop) {
        stops.push(() -> stop.accept(started));
        if (closed) {
            stopAll();
            throw new IllegalStateException("the benchmark was stopped");
        }
        return started;
    }

    private synchronized void stopAll() {
        closed = true;
        while (!stops.isEmpty()) {
            try {
                stops.pop().run();
            } catch (RuntimeException e) {
                LOG.atWarn().setCause(e).log("A part of the benchmark did not stop in order");
            }
        }
    }

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("webhooks-bench-");
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary directory can be had", e);
        }
    }

    private static void deleteAll(Path directory) {
        try (Stream<Path> paths = Files.walk(directory)) {
            List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
            for (Path path : deepestFirst) {
                Files.delete(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " can't be deleted", e);
        }
    }
}
