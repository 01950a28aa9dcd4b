package io.integrator.webhooks.api;

import static java.util.Objects.requireNonNull;

import io.integrator.webhooks.egress.AddressRules;
import io.integrator.webhooks.egress.EgressGuard;
import io.integrator.webhooks.egress.HostResolver;
import io.integrator.webhooks.egress.UrlRules;
import io.integrator.webhooks.settings.AuthSettings;
import io.integrator.webhooks.settings.EgressSettings;
import io.integrator.webhooks.settings.HttpSettings;
import io.integrator.webhooks.store.IntegratorStore;
import io.integrator.webhooks.store.WebhookStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import java.net.BindException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;

/** Serves the API. To be deployed on an event loop; the bus needs {@code LocalCodec.registerAll} before. */
public final class ApiVerticle extends VerticleBase {

    private static final Duration RESOLUTION_TIMEOUT = Duration.ofSeconds(2);
    private static final int IDLE_SECONDS = 60;
    private static final int GRACE_SECONDS = 10;

    private final HttpSettings http;
    private final AuthSettings auth;
    private final EgressSettings egress;
    private final WebhookStore webhooks;
    private final IntegratorStore integrators;
    private final MeterRegistry metrics;
    private HostResolver resolver;
    private TokenKeys keys;
    private HttpServer server;

    /** What it is deployed with; the stores' pool is the caller's to close. */
    public ApiVerticle(
            HttpSettings http,
            AuthSettings auth,
            EgressSettings egress,
            WebhookStore webhooks,
            IntegratorStore integrators,
            MeterRegistry metrics) {
        this.http = requireNonNull(http, "http");
        this.auth = requireNonNull(auth, "auth");
        this.egress = requireNonNull(egress, "egress");
        this.webhooks = requireNonNull(webhooks, "webhooks");
        this.integrators = requireNonNull(integrators, "integrators");
        this.metrics = requireNonNull(metrics, "metrics");
    }

    /** The port that it listens on, once it is deployed. */
    public int port() {
        return server.actualPort();
    }

    @Override
    public Future<?> start() {
        resolver = HostResolver.create(vertx, RESOLUTION_TIMEOUT, egress.dnsServers());
        keys = new TokenKeys(vertx, auth, new KeySource(vertx, auth.jwks()), InstantSource.system());
        return keys.start()
                .compose(read -> Future.all(Contract.load(vertx), EventTypeOperations.load(vertx)))
                .compose(loaded -> listen(router(loaded.resultAt(0), loaded.resultAt(1))));
    }

    private Router router(Contract contract, EventTypeOperations eventTypes) {
        EgressGuard guard = new EgressGuard(resolver, new AddressRules(egress.allow()));
        WebhookUrls urls = new WebhookUrls(new UrlRules(egress.allowHttp()), guard);
        WebhookOperations webhook = new WebhookOperations(webhooks, urls, vertx.eventBus());
        IntegratorOperations integrator = new IntegratorOperations(integrators);
        ContractOperations documents = new ContractOperations(contract);
        return new ApiRouter(vertx, contract, new Authentication(keys, auth), new RequestMetrics(metrics))
                .bind("createWebhook", webhook::urlFaults, webhook::create)
                .bind("listWebhooks", webhook::cursorFaults, webhook::list)
                .bind("getWebhook", webhook::get)
                .bind("updateWebhook", webhook::urlFaults, webhook::update)
                .bind("deleteWebhook", webhook::delete)
                .bind("getWebhookSecret", webhook::secret)
                .bind("listEventTypes", eventTypes::list)
                .bind("putIntegrator", integrator::put)
                .bind("getContractAsYaml", documents::yaml)
                .bind("getContractAsJson", documents::json)
                .build();
    }

    private Future<HttpServer> listen(Router router) {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(http.host())
                .setPort(http.port())
                .setIdleTimeout(IDLE_SECONDS)
                .setIdleTimeoutUnit(TimeUnit.SECONDS);
        server = vertx.createHttpServer(options).requestHandler(router).invalidRequestHandler(Problems::answerInvalid);
        return server.listen()
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

    private static String reason(Throwable failure) {
        return failure instanceof BindException
                ? "the port is taken, or the address isn't this machine's"
                : failure.getMessage();
    }

    /** Takes no more requests, and lets those that it has end. */
    @Override
    public Future<?> stop() {
        return server.shutdown(GRACE_SECONDS, TimeUnit.SECONDS)
                .eventually(keys::stop)
                .onComplete(done -> resolver.close());
    }
}
