package io.integrator.webhooks.api;

import static java.util.Objects.requireNonNull;

import io.integrator.webhooks.egress.AddressRules;
import io.integrator.webhooks.egress.EgressGuard;
import io.integrator.webhooks.egress.HostResolver;
import io.integrator.webhooks.egress.UrlRules;
import io.integrator.webhooks.http.BoundedServer;
import io.integrator.webhooks.http.ServerBounds;
import io.integrator.webhooks.http.ServerHandlers;
import io.integrator.webhooks.settings.ApiSettings;
import io.integrator.webhooks.settings.AuthSettings;
import io.integrator.webhooks.settings.BacklogSettings;
import io.integrator.webhooks.settings.EgressSettings;
import io.integrator.webhooks.settings.HttpSettings;
import io.integrator.webhooks.settings.SendSettings;
import io.integrator.webhooks.signing.SecretCipher;
import io.integrator.webhooks.store.ActivityStore;
import io.integrator.webhooks.store.AttemptLog;
import io.integrator.webhooks.store.EventLog;
import io.integrator.webhooks.store.HealthStore;
import io.integrator.webhooks.store.IdempotencyStore;
import io.integrator.webhooks.store.IntegratorStore;
import io.integrator.webhooks.store.OperatorStore;
import io.integrator.webhooks.store.RecoveryStore;
import io.integrator.webhooks.store.RequestedAttemptStore;
import io.integrator.webhooks.store.SecretStore;
import io.integrator.webhooks.store.SettingsStore;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.integrator.webhooks.store.WebhookStore;
import io.integrator.webhooks.tracing.Tracing;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.PlatformHandler;
import io.vertx.sqlclient.Pool;
import java.net.BindException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Serves the API. To be deployed on an event loop; the bus needs {@code LocalCodec.registerAll} before. */
public final class ApiVerticle extends VerticleBase {

    private static final Duration RESOLUTION_TIMEOUT = Duration.ofSeconds(2);

    /** What besides the send a request for an attempt may take. */
    private static final Duration SEND_MARGIN = Duration.ofSeconds(3);

    private static final int GRACE_SECONDS = 10;

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final HttpSettings http;
    private final AuthSettings auth;
    private final EgressSettings egress;
    private final BacklogSettings backlog;
    private final SendSettings send;
    private final ApiSettings grants;
    private final Resources resources;
    private HostResolver resolver;
    private TokenKeys keys;
    private WorkerExecutor tokenWorker;
    private ActivityFeed activity;
    private LoadMetrics load;
    private HttpServer server;
    private volatile boolean leaving;

    /**
     * What it shares with the rest of its process, which closes the pool.
     *
     * @param clock   the database's
     * @param tracing empty in a process that doesn't trace
     */
    public record Resources(
            Pool pool,
            InstantSource clock,
            TimeOrderedIds ids,
            SecretCipher cipher,
            MeterRegistry metrics,
            Optional<Tracing> tracing) {}

    public ApiVerticle(
            HttpSettings http,
            AuthSettings auth,
            EgressSettings egress,
            BacklogSettings backlog,
            SendSettings send,
            ApiSettings grants,
            Resources resources) {
        this.http = requireNonNull(http, "http");
        this.auth = requireNonNull(auth, "auth");
        this.egress = requireNonNull(egress, "egress");
        this.backlog = requireNonNull(backlog, "backlog");
        this.send = requireNonNull(send, "send");
        this.grants = requireNonNull(grants, "grants");
        this.resources = requireNonNull(resources, "resources");
    }

    /** The port that it listens on, once it is deployed. */
    public int port() {
        return server.actualPort();
    }

    @Override
    public Future<?> start() {
        resolver = HostResolver.create(vertx, RESOLUTION_TIMEOUT, egress.dnsServers());
        keys = new TokenKeys(vertx, auth, new KeySource(vertx, auth.jwks()), InstantSource.system());
        tokenWorker = vertx.createSharedWorkerExecutor(TokenVerifier.POOL, 1);
        load = new LoadMetrics(resources.metrics());
        activity = new ActivityFeed(vertx, new ActivityStore(resources.pool()), resources.clock(), grants);
        return keys.start()
                .compose(read -> Future.all(
                        Contract.load(vertx), EventTypeOperations.load(vertx), ReferenceOperations.load(vertx)))
                .compose(loaded -> listen(router(loaded.resultAt(0), loaded.resultAt(1), loaded.resultAt(2))));
    }

    private Router router(Contract contract, EventTypeOperations eventTypes, ReferenceOperations reference) {
        EgressGuard guard = new EgressGuard(resolver, new AddressRules(egress.allow()));
        WebhookUrls urls = new WebhookUrls(new UrlRules(egress.allowHttp()), guard);
        RequestsUnderWay underWay =
                new RequestsUnderWay(grants.load().requests(), grants.load().requestsPerIntegrator(), load);
        vertx.setPeriodic(LOOK_EVERY.toMillis(), due -> load.underWay(underWay.count(), activity.listeners()));
        ApiRouter api = new ApiRouter(
                vertx,
                contract,
                new Authentication(new TokenVerifier(keys, new TokenClaims(auth), tokenWorker, InstantSource.system())),
                new RateLimit(grants, System::nanoTime, load),
                underWay,
                new CrossOrigin(grants.corsOrigins()),
                watchers(contract));
        WebhookNews news = new WebhookNews(vertx.eventBus());
        WebhookStore webhooks = new WebhookStore(resources.pool(), resources.cipher(), resources.ids(), backlog.rate());
        new WebhookOperations(webhooks, new IdempotencyStore(resources.pool()), urls, news).bindTo(api);
        new SecretOperations(new SecretStore(resources.pool(), resources.cipher()), news).bindTo(api);
        new SettingsOperations(new SettingsStore(resources.pool()), news).bindTo(api);
        new HealthOperations(new HealthStore(resources.pool(), resources.clock())).bindTo(api);
        new AttemptOperations(webhooks, new AttemptLog(resources.pool())).bindTo(api);
        requestedAttempts().bindTo(api);
        new RecoverOperations(new RecoveryStore(resources.pool()), resources.clock(), backlog.rate()).bindTo(api);
        new EventOperations(new EventLog(resources.pool())).bindTo(api);
        new StreamOperations(vertx, activity, grants, InstantSource.system()).bindTo(api);
        eventTypes.bindTo(api);
        new IntegratorOperations(new IntegratorStore(resources.pool()), webhooks, news).bindTo(api);
        new OperatorOperations(new OperatorStore(resources.pool()), webhooks, news).bindTo(api);
        new ContractOperations(contract).bindTo(api);
        reference.bindTo(api);
        return api.build();
    }

    private List<PlatformHandler> watchers(Contract contract) {
        PlatformHandler metrics = new RequestMetrics(resources.metrics());
        return resources
                .tracing()
                .map(tracing -> List.of(new RequestSpans(tracing, contract.openApi()), metrics))
                .orElseGet(() -> List.of(metrics));
    }

    private RequestedAttemptOperations requestedAttempts() {
        SettledRequests settled = new SettledRequests(vertx);
        settled.start();
        return new RequestedAttemptOperations(
                new RequestedAttemptStore(resources.pool()),
                new AttemptLog(resources.pool()),
                settled,
                resources.ids(),
                resources.clock(),
                send.deadline());
    }

    private Future<HttpServer> listen(Router router) {
        server = BoundedServer.create(
                vertx,
                new ServerBounds(grants.load().connections(), patience()),
                new ServerHandlers(
                        request -> serve(request, router),
                        this::refuse,
                        Problems::answerSurplus,
                        load::refusedConnection));
        return server.listen(http.port(), http.host())
                .recover(failure -> Future.failedFuture(new IllegalStateException(
                        "The API can't listen on %s port %d (%s, %s): %s"
                                .formatted(
                                        http.host(),
                                        http.port(),
                                        HttpSettings.HOST.name(),
                                        HttpSettings.PORT.name(),
                                        reason(failure)),
                        failure)));
    }

    private void refuse(HttpServerRequest malformed) {
        load.refusedMalformed();
        Problems.answerInvalid(malformed);
    }

    private void serve(HttpServerRequest request, Router router) {
        if (leaving) {
            request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        router.handle(request);
    }

    /** Not less than a stream is silent while its heart beats, nor than a test waits for its attempt. */
    private Duration patience() {
        return Stream.of(
                        grants.load().timeout(),
                        grants.streamHeartbeat().multipliedBy(2),
                        grants.sendDeadline().plus(SEND_MARGIN))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static String reason(Throwable failure) {
        return failure instanceof BindException
                ? "the port is taken, or the address isn't this machine's"
                : failure.getMessage();
    }

    /**
     * From now on each answer asks for its connection to be closed, so that whoever keeps some goes elsewhere before the verticle is
     * undeployed. May be called by any thread.
     */
    public void leave() {
        leaving = true;
    }

    /** Takes no more requests, ends the streams, and lets the requests that it has end. */
    @Override
    public Future<?> stop() {
        activity.stop();
        return server.shutdown(GRACE_SECONDS, TimeUnit.SECONDS)
                .eventually(keys::stop)
                .eventually(tokenWorker::close)
                .onComplete(done -> resolver.close());
    }
}
