package io.integrator.webhooks.launcher;

import io.integrator.webhooks.api.ApiVerticle;
import io.integrator.webhooks.bus.LocalCodec;
import io.integrator.webhooks.delivery.DeliverySettings;
import io.integrator.webhooks.delivery.DeliveryVerticle;
import io.integrator.webhooks.delivery.lifecycle.LifecycleVerticle;
import io.integrator.webhooks.signing.SecretCipher;
import io.integrator.webhooks.store.CensusStore;
import io.integrator.webhooks.store.ChangeFeed;
import io.integrator.webhooks.store.Database;
import io.integrator.webhooks.store.DatabaseClock;
import io.integrator.webhooks.store.IntegratorStore;
import io.integrator.webhooks.store.Partitions;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.integrator.webhooks.store.Turn;
import io.integrator.webhooks.tracing.Tracing;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One process of the service: wires what its roles need, waits for it to be there, starts it in the order in which each part needs the
 * ones before, and stops it in the other. Started once; stopped once, while it starts too, by any thread.
 */
final class Service {

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    private final ServiceSettings settings;

    private final Metering metering;
    private final Optional<TraceExport> traces;
    private final Vertx vertx;
    private final Pool pool;
    private final Vertx management;
    private final Pool probe;
    private final Liveness liveness;
    private final Readiness readiness;
    private final Optional<KafkaCheck> kafka;
    private final ManagementServer managementServer;

    private final StartWait waits;
    private final PostgresReach postgres;
    private final StopOrder stops;

    private int managementPort;
    private ApiVerticle api;
    private Future<Void> started = Future.succeededFuture();
    private Future<Void> stopped;

    Service(ServiceSettings settings) {
        this.settings = settings;
        this.metering = new Metering();
        this.traces = TraceExport.of(settings.tracing(), metering.registry());
        this.vertx = metering.vertx();
        LocalCodec.registerAll(vertx);
        this.pool = Database.pool(vertx, settings.postgres());
        this.management = ManagementServer.ownVertx();
        this.probe = Database.probe(management, settings.postgres());
        this.liveness = new Liveness(management);
        this.waits = new StartWait(vertx, settings.lifecycle().startTimeout());
        this.postgres = new PostgresReach(vertx, pool, settings.postgres());
        this.stops = new StopOrder(settings);
        this.readiness = new Readiness(vertx, management, probe, waits::reason);
        readiness.add(HealthCheck.of("loops", liveness::busyLoops));
        this.kafka = settings.delivery()
                .map(delivery -> new KafkaCheck(management, delivery.kafka().connection()));
        kafka.ifPresent(check -> readiness.add(new HealthCheck("kafka", check::fault)));
        this.managementServer =
                new ManagementServer(management, metering.registry(), liveness.checks(), readiness.checks());
        new ReadinessGauges(management, readiness.checks(), metering.registry()).start();
    }

    /** Completes when the process does all that its roles ask for; a service that failed to start is to be stopped. */
    synchronized Future<Void> start() {
        started = listenForManagement()
                .compose(listening -> Future.all(reachPostgres(), reachKafka()))
                .compose(reached -> startParts(reached.resultAt(0)))
                .onSuccess(complete -> started(true));
        return started;
    }

    /** Gives up waiting, or takes no more work on, lets what is in flight end, and closes. */
    synchronized Future<Void> stop() {
        if (stopped == null) {
            started(false);
            liveness.stop();
            waits.end();
            // Of no context: it completes when there are no event loops any more.
            Promise<Void> end = Promise.promise();
            stopped = end.future();
            stops.whenStarted(started)
                    .compose(begun -> leave())
                    .compose(left -> stops.run())
                    .eventually(probe::close)
                    .eventually(() -> kafka.map(KafkaCheck::close).orElseGet(Future::succeededFuture))
                    .eventually(pool::close)
                    .eventually(() -> traces.map(TraceExport::close).orElseGet(Future::succeededFuture))
                    .onComplete(done -> vertx.close()
                            .onComplete(closed -> management.close().onComplete(silent -> {
                                metering.close();
                                end.complete();
                            })));
        }
        return stopped;
    }

    private void started(boolean now) {
        readiness.started(now);
        managementServer.readinessChanged();
    }

    /** Whether it has been told to stop. */
    synchronized boolean isStopping() {
        return stopped != null;
    }

    /** How long a stop may take at most. */
    Duration stopLimit() {
        return stops.limit();
    }

    /** The port that health and metrics are on. */
    int managementPort() {
        return managementPort;
    }

    /** The port that the API is on; -1 in a process without it. */
    int apiPort() {
        return api == null ? -1 : api.port();
    }

    /** Makes an integrator known, unless it is. */
    Future<Boolean> addIntegrator(String integratorId) {
        return new IntegratorStore(pool).add(integratorId);
    }

    private Future<Void> listenForManagement() {
        String host = settings.http().managementHost();
        int port = settings.http().managementPort();
        return managementServer
                .listen(settings.http())
                .onSuccess(chosen -> {
                    managementPort = chosen;
                    LOG.atInfo().addKeyValue("management", host + ":" + chosen).log("Starting");
                })
                .recover(failure ->
                        Future.failedFuture(Failures.listening(failure, host, port, "WEBHOOKS_MANAGEMENT_PORT")))
                .mapEmpty();
    }

    private Future<DatabaseClock> reachPostgres() {
        return waits.until(Failures.nameOf(settings.postgres()), postgres::look);
    }

    private Future<Void> reachKafka() {
        return settings.delivery()
                .map(delivery -> new KafkaReach(vertx, delivery.kafka()))
                .map(reach -> {
                    stops.first(reach::close);
                    return waits.until(reach.part(), reach::look).onSuccess(reached -> reach.close());
                })
                .orElseGet(Future::succeededFuture);
    }

    /** Load balancers notice that it isn't ready before it takes no more. */
    private Future<Void> leave() {
        if (api == null || !started.succeeded()) {
            return Future.succeededFuture();
        }
        api.leave();
        long delay = settings.lifecycle().stopDelay().toMillis();
        return delay == 0
                ? Future.succeededFuture()
                : vertx.timer(delay, TimeUnit.MILLISECONDS).mapEmpty();
    }

    /**
     * Delivery is there before the feed, whose first word tells it that what it caches may be trusted; the API comes last,
     * so that no webhook is registered that delivery doesn't hear of.
     */
    private Future<Void> startParts(DatabaseClock clock) {
        TimeOrderedIds ids = new TimeOrderedIds(clock);
        SecretCipher cipher = new SecretCipher(settings.secrets().masterKeys());
        return startHousekeeping(clock)
                .compose(started -> settings.delivery()
                        .map(delivery -> deployLifecycle(delivery, clock)
                                .compose(telling -> deployDelivery(delivery, clock, ids, cipher))
                                .onSuccess(deployed -> startCensus(clock)))
                        .orElseGet(Future::succeededFuture))
                .compose(deployed -> startFeed(clock))
                .compose(live -> settings.api()
                        .map(needed -> deployApi(needed, clock, ids, cipher))
                        .orElseGet(Future::succeededFuture));
    }

    private Optional<Tracing> tracing() {
        return traces.map(TraceExport::tracing);
    }

    private Future<Void> startHousekeeping(DatabaseClock clock) {
        Housekeeping housekeeping = new Housekeeping(
                vertx, clock, new Partitions(pool), new Turn(vertx, settings.postgres()), settings.retention());
        stops.first(() -> {
            housekeeping.stop();
            return Future.succeededFuture();
        });
        return housekeeping.start();
    }

    /** Below delivery, so that what the last deliveries bring about is still told. */
    private Future<Void> deployLifecycle(DeliverySettings delivery, DatabaseClock clock) {
        return vertx.deployVerticle(liveness.watching(
                        "lifecycle", new LifecycleVerticle(delivery.kafka(), pool, clock, metering.registry())))
                .onSuccess(id -> stops.first(() -> vertx.undeploy(id)))
                .mapEmpty();
    }

    private Future<Void> deployDelivery(
            DeliverySettings delivery, DatabaseClock clock, TimeOrderedIds ids, SecretCipher cipher) {
        Pool lookups =
                Database.lookups(vertx, settings.postgres(), delivery.worker().instances());
        stops.first(lookups::close);
        DeliveryVerticle.Resources resources = new DeliveryVerticle.Resources(
                pool, lookups, clock, ids, cipher, metering.registry(), readiness.checks(), tracing());
        AtomicInteger number = new AtomicInteger();
        return vertx.deployVerticle(
                        () -> watchedWorker(delivery, resources, number.getAndIncrement()),
                        new DeploymentOptions().setInstances(delivery.worker().instances()))
                .onSuccess(id -> stops.firstDelivery(() -> vertx.undeploy(id)))
                .mapEmpty();
    }

    private Deployable watchedWorker(DeliverySettings delivery, DeliveryVerticle.Resources resources, int number) {
        DeliveryVerticle worker = new DeliveryVerticle(delivery, resources, number);
        liveness.watchPolls(Integer.toString(number), worker::polls);
        return liveness.watching("delivery-" + number, worker);
    }

    private void startCensus(DatabaseClock clock) {
        Pool alone = Database.census(vertx, settings.postgres());
        CensusTaking census = new CensusTaking(
                vertx,
                new CensusStore(alone, clock),
                new CensusMetrics(metering.registry()),
                CensusTaking.EVERY,
                CensusTaking.SHARE);
        census.start();
        stops.first(() -> {
            census.stop();
            return alone.close();
        });
    }

    private Future<Void> startFeed(DatabaseClock clock) {
        liveness.watchLoop("feed", vertx.getOrCreateContext());
        ChangeFeed feed = new ChangeFeed(vertx, Database.connectOptions(settings.postgres()), clock);
        // Below delivery, which hears of changes until it has drained.
        stops.last(feed::stop);
        return feed.start();
    }

    private Future<Void> deployApi(
            ServiceSettings.Api needed, DatabaseClock clock, TimeOrderedIds ids, SecretCipher cipher) {
        api = new ApiVerticle(
                settings.http(),
                needed.auth(),
                needed.egress(),
                needed.backlog(),
                needed.send(),
                needed.grants(),
                new ApiVerticle.Resources(pool, clock, ids, cipher, metering.registry(), tracing()));
        String host = settings.http().host();
        int port = settings.http().port();
        return vertx.deployVerticle(liveness.watching("api", api))
                .onSuccess(id -> stops.firstApi(() -> vertx.undeploy(id)))
                .recover(failure -> Future.failedFuture(Failures.listening(failure, host, port, "WEBHOOKS_HTTP_PORT")))
                .mapEmpty();
    }
}
