package io.integrator.webhooks.api;

import static java.util.Objects.requireNonNull;

import io.integrator.webhooks.egress.AddressRules;
import io.integrator.webhooks.egress.EgressGuard;
import io.integrator.webhooks.egress.HostResolver;
import io.integrator.webhooks.egress.UrlRules;
import io.integrator.webhooks.settings.AuthSettings;
import io.integrator.webhooks.settings.BacklogSettings;
import io.integrator.webhooks.settings.EgressSettings;
import io.integrator.webhooks.settings.HttpSettings;
import io.integrator.webhooks.signing.SecretCipher;
import io.integrator.webhooks.store.IntegratorStore;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.integrator.webhooks.store.WebhookStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.sqlclient.Pool;
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
    private final BacklogSettings backlog;
    private final Resources resources;
    private HostResolver resolver;
    private TokenKeys keys;
    private HttpServer server;

    /**
     * What it shares with the rest of its process, which closes the pool.
     *
     * @param clock the database's
     */
    public record Resources(
            Pool pool, InstantSource clock, TimeOrderedIds ids, SecretCipher cipher, MeterRegistry metrics) {}

    public ApiVerticle(
            HttpSettings http, AuthSettings auth, EgressSettings egress, BacklogSettings backlog, Resources resources) {
        this.http = requireNonNull(http, "http");
        this.auth = requireNonNull(auth, "auth");
        this.egress = requireNonNull(egress, "egress");
        this.backlog = requireNonNull(backlog, "backlog");
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
        return keys.start()
                .compose(read -> Future.all(
                        Contract.load(vertx), EventTypeOperations.load(vertx), ReferenceOperations.load(vertx)))
                .compose(loaded -> listen(router(loaded.resultAt(0), loaded.resultAt(1), loaded.resultAt(2))));
    }

    private Router router(Contract contract, EventTypeOperations eventTypes, ReferenceOperations reference) {
        EgressGuard guard = new EgressGuard(resolver, new AddressRules(egress.allow()));
        WebhookUrls urls = new WebhookUrls(new UrlRules(egress.allowHttp()), guard);
        ApiRouter api =
                new ApiRouter(vertx, contract, new Authentication(keys, auth), new RequestMetrics(resources.metrics()));
        new WebhookOperations(webhookStore(), urls, vertx.eventBus()).bindTo(api);
        eventTypes.bindTo(api);
        new IntegratorOperations(new IntegratorStore(resources.pool())).bindTo(api);
        new ContractOperations(contract).bindTo(api);
        reference.bindTo(api);
        return api.build();
    }

    private WebhookStore webhookStore() {
        return new WebhookStore(resources.pool(), resources.cipher(), resources.ids(), backlog.rate());
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
