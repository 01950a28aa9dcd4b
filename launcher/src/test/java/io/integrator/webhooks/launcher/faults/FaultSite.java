package io.integrator.webhooks.launcher.faults;

import io.integrator.webhooks.launcher.process.EventTopic;
import io.integrator.webhooks.launcher.process.Health;
import io.integrator.webhooks.launcher.process.Processes;
import io.integrator.webhooks.launcher.process.ServeSettings;
import io.integrator.webhooks.launcher.process.ServiceProcess;
import io.integrator.webhooks.launcher.process.TestDatabase;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Where one fault test takes place: a database and a topic of its own on the class's servers, three integrators with two
 * webhooks each, a subscriber, and the ledger of what was produced and what arrived. The test starts workers and the load,
 * breaks what it is about, and has the ledger balanced.
 */
final class FaultSite implements AutoCloseable {

    private static final int EVENTS_PER_SECOND = 100;
    private static final int PARTITIONS = 4;
    private static final int INTEGRATORS = 3;
    private static final int WEBHOOKS = 2;
    private static final int IN_FLIGHT_PER_WEBHOOK = 16;
    private static final int FLUSH_ROWS = 500;

    /** What a kill or a freeze of a worker may repeat: what was in flight, and one flush of the journal. */
    static final int REPEATED_BY_A_CRASH = IN_FLIGHT_PER_WEBHOOK * INTEGRATORS * WEBHOOKS + FLUSH_ROWS;

    /** Others accept so many POSTs after one that was accepted before: by then it is recorded, or its worker is gone. */
    private static final int SHARE_OF_OTHERS = 100;

    /** A lease of a worker that was killed has to run out, 34 s here. */
    static final Duration LIMIT = Duration.ofMinutes(2);

    private static final Duration LOOK = Duration.ofMillis(250);

    private final Map<String, List<String>> webhooks = new TreeMap<>();
    private final Ledger ledger = new Ledger(webhooks);
    private final List<ServiceProcess> workers = new ArrayList<>();
    private final Processes processes;
    private final EventTopic topic;
    private final DeliveryLog log;
    private final RecordingSubscriber subscriber;
    private final Map<String, String> settings;
    private EventLoad load;
    private long startedAt;

    private FaultSite(Processes processes, Servers servers, String host, Map<String, String> special) {
        this.processes = processes;
        for (int integrator = 1; integrator <= INTEGRATORS; integrator++) {
            List<String> names = new ArrayList<>();
            for (int webhook = 1; webhook <= WEBHOOKS; webhook++) {
                names.add("hook-" + integrator + "-" + webhook);
            }
            webhooks.put("integrator-" + integrator, names);
        }
        String name = "faults" + UUID.randomUUID().toString().replace("-", "");
        topic = EventTopic.create(servers.bootstrapServers(), name, PARTITIONS);
        URI direct = URI.create(servers.postgres().createDatabase(name));
        log = new DeliveryLog(new TestDatabase(direct));
        subscriber = RecordingSubscriber.start(servers.vertx(), ledger);
        settings =
                settings(new TestDatabase(withPort(direct, servers.toPostgres().port())), topic);
        settings.putAll(special);
        Registrations.make(servers.vertx(), settings, webhooks, webhook -> subscriber.url(host, webhook));
    }

    /** One whose webhooks are at 127.0.0.1. */
    static FaultSite open(Processes processes, Servers servers) {
        return new FaultSite(processes, servers, "127.0.0.1", Map.of());
    }

    /**
     * One whose webhooks are at a host.
     *
     * @param special settings of its workers beside the usual ones
     */
    static FaultSite open(Processes processes, Servers servers, String host, Map<String, String> special) {
        return new FaultSite(processes, servers, host, special);
    }

    private static Map<String, String> settings(TestDatabase database, EventTopic topic) {
        Map<String, String> settings = ServeSettings.delivery(database, topic);
        settings.put("WEBHOOKS_KAFKA_SESSION_TIMEOUT", "3s");
        settings.put("WEBHOOKS_SEND_DEADLINE", "2s");
        settings.put("WEBHOOKS_SEND_IN_FLIGHT_PER_WEBHOOK", Integer.toString(IN_FLIGHT_PER_WEBHOOK));
        settings.put("WEBHOOKS_WORKER_FLUSH_ROWS", Integer.toString(FLUSH_ROWS));
        // More failures than a fault lasts for: nothing is given up, and nothing is disabled.
        settings.put("WEBHOOKS_RETRY_SCHEDULE", "300ms,".repeat(499) + "300ms");
        settings.put("WEBHOOKS_DISABLE_FAILURES", "1000000");
        settings.put("WEBHOOKS_DISABLE_AGE", "120h");
        settings.put("WEBHOOKS_BREAKER_PROBE_AFTER", "200ms");
        settings.put("WEBHOOKS_BREAKER_PROBE_MAXIMUM", "1s");
        return settings;
    }

    private static URI withPort(URI uri, int port) {
        return URI.create(uri.toString().replace(":" + uri.getPort() + "/", ":" + port + "/"));
    }

    /** Starts a worker; returns before it is ready. */
    ServiceProcess startWorker() {
        return startWorker(Map.of());
    }

    /**
     * Starts a worker; returns before it is ready.
     *
     * @param environment what it has that other workers don't
     */
    ServiceProcess startWorker(Map<String, String> environment) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(environment);
        ServiceProcess worker = ServiceProcess.start(processes, "delivery", all);
        workers.add(worker);
        return worker;
    }

    /** Starts a worker and the load; returns the worker once it delivers. */
    ServiceProcess startWorkerUnderLoad() {
        ServiceProcess worker = startWorker().awaitReady();
        produce(EVENTS_PER_SECOND);
        awaitPosts(EVENTS_PER_SECOND);
        return worker;
    }

    /** Starts to produce events, to the integrators in turn; each is for two webhooks. */
    void produce(int eventsPerSecond) {
        startedAt = System.nanoTime();
        load = EventLoad.start(topic, List.copyOf(webhooks.keySet()), eventsPerSecond, ledger);
    }

    /** The topic, also the name of the workers' group. */
    EventTopic topic() {
        return topic;
    }

    /** The workers' database, past the proxy. */
    TestDatabase database() {
        return log.database();
    }

    /** What is told how to answer. */
    RecordingSubscriber subscriber() {
        return subscriber;
    }

    /** Has one POST in so many fail when it comes first, so that deliveries are owed, too. */
    void refuseSome(int oneIn) {
        subscriber.answers(new FirstRefusals(oneIn));
    }

    /** Waits for so many events more to be acknowledged by Kafka. */
    void awaitEvents(int more) {
        int wanted = ledger.events() + more;
        await("acknowledged events", () -> ledger.events() >= wanted);
    }

    /** Waits for so many POSTs more to be accepted. */
    void awaitPosts(int more) {
        int wanted = ledger.posts() + more;
        await("accepted POSTs", () -> ledger.posts() >= wanted);
    }

    /** How many attempts on the log failed. */
    long failures() {
        return log.failures();
    }

    /** Waits for anything else. */
    void await(String what, Callable<Boolean> condition) {
        patiently(what).until(condition);
    }

    /** Waits for a worker to say that a part is broken, and not that it needs a restart for it. */
    void awaitFault(ServiceProcess worker, String part) {
        await(part + " to be down", () -> Health.ready(worker).faults().containsKey(part));
        if (Health.live(worker).status() != 200) {
            throw new AssertionError("a restart is asked for: " + Health.live(worker));
        }
    }

    /** Has a fault last, while something holds that it isn't to change. */
    void keepUp(Duration duration, Callable<Boolean> holding) {
        Awaitility.await().atMost(duration.plus(LIMIT)).during(duration).until(holding);
    }

    /** What the subscriber has accepted and the log knows nothing of, once nothing arrives any more: no worker may run. */
    int unrecorded() {
        int[] before = {-1};
        Awaitility.await().pollInterval(Duration.ofMillis(200)).atMost(LIMIT).until(() -> {
            int posts = ledger.posts();
            boolean still = posts == before[0];
            before[0] = posts;
            return still;
        });
        Set<Due> unrecorded = new HashSet<>(ledger.accepted().keySet());
        log.delivered().forEach(unrecorded::remove);
        return unrecorded.size();
    }

    /**
     * What a worker that has just been killed or frozen leaves accepted and unknown to the log, while others go on and record
     * what is theirs. To be asked before its partitions are given to others.
     */
    int leftUnrecorded() {
        awaitPosts(SHARE_OF_OTHERS);
        Set<Due> left = new HashSet<>(ledger.accepted().keySet());
        awaitPosts(SHARE_OF_OTHERS);
        log.delivered().forEach(left::remove);
        return left.size();
    }

    /** Ends the load, waits for everything to be settled, prints the balance, and fails unless it is even. */
    void balance(String fault, int bound) {
        load.stop();
        try {
            patiently("missing POSTs").until(() -> ledger.missing().isEmpty());
            // Each look opens connections of its own, to servers that may not be themselves yet.
            patiently("owed").pollInterval(LOOK).ignoreExceptions().until(() -> log.owed() == 0);
            patiently("commits").pollInterval(LOOK).ignoreExceptions().until(() -> topic.committed() == topic.end());
        } catch (ConditionTimeoutException e) {
            // What there is of a balance tells more.
            System.out.println("fault: " + fault + " is not settled: " + e.getMessage());
        }
        Duration took = Duration.ofNanos(System.nanoTime() - startedAt);
        Balance balance = new Balance(
                fault,
                took,
                ledger.acknowledged(),
                ledger.promised(),
                ledger.accepted(),
                ledger.invented(),
                log.events(),
                log.delivered(),
                log.unanswered(),
                log.owed(),
                topic.end() - topic.committed(),
                bound);
        System.out.println(balance);
        if (balance.repeated().size() > balance.bound()) {
            balance.repeated().keySet().stream().limit(10).map(log::history).forEach(System.out::println);
        }
        balance.requireEven();
    }

    /** Ends what the test started here. */
    @Override
    public void close() {
        if (load != null) {
            load.abandon();
        }
        workers.forEach(worker -> worker.process().kill());
        subscriber.close();
    }

    private static ConditionFactory patiently(String what) {
        return Awaitility.await(what)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(10))
                .pollDelay(Duration.ZERO);
    }
}
