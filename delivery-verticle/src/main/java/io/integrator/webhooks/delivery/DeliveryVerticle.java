package io.integrator.webhooks.delivery;

import io.integrator.webhooks.delivery.intake.DeadLetters;
import io.integrator.webhooks.delivery.intake.Intake;
import io.integrator.webhooks.delivery.intake.RecordSpans;
import io.integrator.webhooks.delivery.journal.Bookkeeper;
import io.integrator.webhooks.delivery.journal.Journal;
import io.integrator.webhooks.delivery.journal.OutcomeRecorder;
import io.integrator.webhooks.delivery.policy.DeliveryPolicy;
import io.integrator.webhooks.delivery.policy.DisableRule;
import io.integrator.webhooks.delivery.policy.LeaseTerm;
import io.integrator.webhooks.delivery.policy.RetrySchedule;
import io.integrator.webhooks.delivery.retry.OwedDeliveries;
import io.integrator.webhooks.delivery.retry.RequestedAttempts;
import io.integrator.webhooks.delivery.routing.MissedEvents;
import io.integrator.webhooks.delivery.routing.Router;
import io.integrator.webhooks.delivery.routing.Targets;
import io.integrator.webhooks.delivery.sending.AttemptSpans;
import io.integrator.webhooks.delivery.sending.Lanes;
import io.integrator.webhooks.delivery.sending.Sender;
import io.integrator.webhooks.egress.AddressRules;
import io.integrator.webhooks.egress.Authorities;
import io.integrator.webhooks.egress.EgressGuard;
import io.integrator.webhooks.egress.HostResolver;
import io.integrator.webhooks.egress.UrlRules;
import io.integrator.webhooks.signing.SecretCipher;
import io.integrator.webhooks.store.DatabaseClock;
import io.integrator.webhooks.store.EventStore;
import io.integrator.webhooks.store.OwedStore;
import io.integrator.webhooks.store.RecoveryStore;
import io.integrator.webhooks.store.RequestedAttemptStore;
import io.integrator.webhooks.store.TargetStore;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.integrator.webhooks.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** One worker on one event loop: takes in, routes, sends, journals and retries. It wires; what is done is done in its rooms. */
public final class DeliveryVerticle extends VerticleBase {

    private static final Duration LEASE_CHECK = Duration.ofMillis(100);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration IDLE_CHECK = Duration.ofSeconds(30);
    private static final Duration HAND_OVER = Duration.ofSeconds(3);
    private static final double BACKLOG_GROWTH = 1.02;
    private static final double BACKLOG_MAXIMUM = 1_000;
    private static final String USER_AGENT = "integrator-webhooks/"
            + Optional.ofNullable(DeliveryVerticle.class.getPackage().getImplementationVersion())
                    .orElse("dev");

    private final DeliverySettings settings;
    private final Resources resources;
    private final int number;
    private HostResolver resolver;
    private Sender sender;
    private Lanes lanes;
    private Journal journal;
    private MissedEvents missedEvents;
    private OwedDeliveries owedDeliveries;
    private RequestedAttempts requestedAttempts;
    private Intake intake;
    private DeadLetters deadLetters;
    private OutcomeRecorder recorder;
    private volatile View view = View.OF_NOTHING;

    /**
     * What the workers of a process share.
     *
     * @param lookups   {@link io.integrator.webhooks.store.Database#lookups}, one for each worker
     * @param readiness where each worker adds what keeps it from working
     * @param tracing   empty in a process that doesn't trace
     */
    public record Resources(
            Pool pool,
            Pool lookups,
            DatabaseClock clock,
            TimeOrderedIds ids,
            SecretCipher cipher,
            MeterRegistry metrics,
            HealthChecks readiness,
            Optional<Tracing> tracing) {}

    /** What other threads may see of the worker, whose state is its event loop's; looked at every second. */
    private record View(
            long polls, Optional<String> journalFault, Optional<String> intakeFault, Optional<String> unsettledFault) {

        private static final View OF_NOTHING = new View(0, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** @param number tells the workers of a process apart, from 0 */
    public DeliveryVerticle(DeliverySettings settings, Resources resources, int number) {
        this.settings = settings;
        this.resources = resources;
        this.number = number;
    }

    @Override
    public Future<?> start() {
        DeliveryMetrics metrics = new DeliveryMetrics(resources.metrics());
        DeliveryPolicy policy = new DeliveryPolicy(
                new RetrySchedule(settings.retry().schedule(), settings.retry().jitter(), RandomGenerator.getDefault()),
                settings.retry().overloadMinimum());
        resolver = HostResolver.create(
                vertx, settings.send().connectTimeout(), settings.egress().dnsServers());
        sender = sender();
        journal = new Journal(
                vertx,
                settings.worker(),
                resources.pool(),
                new DisableRule(
                        settings.disable().failures(), settings.disable().age()),
                resources.clock(),
                metrics);
        lanes = new Lanes(
                sender,
                policy,
                settings.breaker(),
                settings.send(),
                settings.worker(),
                journal::backlog,
                resources.clock(),
                metrics);
        journal.whenWritten(lanes::proceed);
        Bookkeeper bookkeeper = new Bookkeeper();
        deadLetters = new DeadLetters(vertx, settings.kafka(), metrics);
        recorder = new OutcomeRecorder(journal, bookkeeper, deadLetters);
        TargetStore webhooks = new TargetStore(resources.pool(), resources.cipher());
        Targets targets = new Targets(webhooks::load, metrics);
        OwedStore owed = new OwedStore(
                resources.pool(), new OwedStore.Pace(settings.retry().pollInterval(), BACKLOG_GROWTH, BACKLOG_MAXIMUM));
        Duration lease = new LeaseTerm(settings.send().deadline()).granted();
        Router router = new Router(
                new EventStore(resources.lookups()),
                targets,
                lanes,
                bookkeeper,
                journal,
                recorder,
                resources.clock(),
                settings.worker().leaseAfter(),
                lease,
                metrics);
        missedEvents =
                new MissedEvents(vertx, targets, router, lanes, webhooks, new RecoveryStore(resources.pool()), metrics);
        owedDeliveries = new OwedDeliveries(
                vertx, owed, targets, lanes, recorder, journal, settings.retry().pollInterval(), lease, metrics);
        requestedAttempts = new RequestedAttempts(
                vertx, new RequestedAttemptStore(resources.pool()), targets, lanes, bookkeeper, journal, lease);
        intake = new Intake(
                vertx,
                settings.kafka(),
                settings.worker(),
                router,
                deadLetters,
                resources.ids(),
                resources.clock(),
                RecordSpans.of(resources.tracing(), settings.kafka().group()));
        vertx.setPeriodic(LEASE_CHECK.toMillis(), due -> router.leaseOverdue());
        WorkerGauges gauges = new WorkerGauges(resources.metrics(), number);
        vertx.setPeriodic(LOOK_EVERY.toMillis(), due -> {
            view = new View(intake.polls(), journal.fault(), intake.fault(), unsettledFault());
            gauges.look(
                    lanes, sender, journal, intake, targets, resources.clock().instant());
        });
        vertx.setPeriodic(IDLE_CHECK.toMillis(), due -> lanes.forgetIdle());
        answerForReadiness();
        missedEvents.start();
        return intake.start(settings.kafka()).onSuccess(started -> {
            owedDeliveries.start();
            requestedAttempts.start();
        });
    }

    /** How often it has asked Kafka for records, whatever was answered; as of a second ago. For any thread. */
    public long polls() {
        return view.polls;
    }

    @Override
    public Future<?> stop() {
        Instant latest = resources.clock().instant().plus(settings.worker().stopTimeout());
        owedDeliveries.stop();
        return requestedAttempts
                .stop()
                .eventually(() -> intake.stop(Duration.between(resources.clock().instant(), latest)))
                .eventually(missedEvents::stop)
                .eventually(() -> drained(latest))
                .eventually(this::handOver)
                .eventually(deadLetters::close)
                .eventually(sender::close)
                .onComplete(done -> resolver.close());
    }

    private Sender sender() {
        EgressGuard guard =
                new EgressGuard(resolver, new AddressRules(settings.egress().allow()));
        return new Sender(
                vertx,
                settings.send(),
                Authorities.trust(settings.egress().authorities()),
                settings.worker().instances(),
                guard,
                new UrlRules(settings.egress().allowHttp()),
                resources.ids(),
                resources.clock(),
                USER_AGENT,
                new AttemptSpans(resources.tracing()));
    }

    /** What is on the wire or claimed is recorded, as far as it ends in time. */
    private Future<Void> drained(Instant latest) {
        return Future.future(done -> {
            vertx.setPeriodic(1, 50, timer -> {
                boolean idle = lanes.inFlight() == 0
                        && owedDeliveries.isIdle()
                        && requestedAttempts.isIdle()
                        && journal.backlog() == 0;
                if (idle || resources.clock().instant().isAfter(latest)) {
                    vertx.cancelTimer(timer);
                    done.tryComplete();
                }
            });
        });
    }

    /** What is cut off is due at once for others; where that can't be written, its lease runs out. */
    private Future<?> handOver() {
        return Future.join(recorder.giveBack(resources.clock().instant()), requestedAttempts.giveBack())
                .timeout(HAND_OVER.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void answerForReadiness() {
        HealthChecks readiness = resources.readiness();
        readiness.register("journal/" + number, promise -> promise.complete(status(view.journalFault)));
        readiness.register("intake/" + number, promise -> promise.complete(status(view.intakeFault)));
        readiness.register("unsettled/" + number, promise -> promise.complete(status(view.unsettledFault)));
    }

    private Optional<String> unsettledFault() {
        Instant alarming = resources.clock().instant().minus(settings.worker().unsettledAlarm());
        return intake.oldestUnsettled()
                .filter(oldest -> oldest.isBefore(alarming))
                .map(oldest -> "a record has not been settled since " + oldest);
    }

    private static Status status(Optional<String> fault) {
        return fault.map(reason -> Status.KO(new JsonObject().put("reason", reason)))
                .orElseGet(Status::OK);
    }
}
