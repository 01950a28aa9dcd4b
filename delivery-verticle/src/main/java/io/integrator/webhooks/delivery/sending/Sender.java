package io.integrator.webhooks.delivery.sending;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.integrator.webhooks.domain.Attempt;
import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.egress.EgressGuard;
import io.integrator.webhooks.egress.UrlRules;
import io.integrator.webhooks.settings.SendSettings;
import io.integrator.webhooks.signing.Signer;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.TrustOptions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Makes the attempts of one event loop: exactly one request each, to an address that the guard admitted, over kept-alive
 * connections, by HTTP/2 where a subscriber offers it over TLS. Follows no redirect, decompresses nothing, and knows no proxy.
 */
public final class Sender {

    /** The signature's fields, by Standard Webhooks. */
    private static final CharSequence ID = HttpHeaders.createOptimized("webhook-id");

    private static final CharSequence TIMESTAMP = HttpHeaders.createOptimized("webhook-timestamp");
    private static final CharSequence SIGNATURE = HttpHeaders.createOptimized("webhook-signature");
    private static final CharSequence JSON = HttpHeaders.createOptimized("application/json");

    private static final Set<String> TLS_VERSIONS = Set.of("TLSv1.2", "TLSv1.3");
    private static final int KEEP_ALIVE_SECONDS = 30;
    private static final int MAXIMUM_HEADER_BYTES = 16 * 1024;
    private static final long REMEMBERED_URLS = 10_000;

    private final Cache<String, Destination> destinations =
            Caffeine.newBuilder().maximumSize(REMEMBERED_URLS).build();

    private final Vertx vertx;
    private final SendSettings settings;
    private final EgressGuard guard;
    private final UrlRules urlRules;
    private final TimeOrderedIds ids;
    private final InstantSource clock;
    private final CharSequence userAgent;
    private final AttemptSpans spans;
    private final Connections connections;
    private final Deadlines deadlines;
    private final Deadlines connectDeadlines;
    private final HttpClientAgent plain;
    private final HttpClientAgent secure;

    /**
     * @param trusted who vouches for subscribers' certificates
     * @param share   of the process's bounds that this event loop has, as one of so many
     */
    public Sender(
            Vertx vertx,
            SendSettings settings,
            TrustOptions trusted,
            int share,
            EgressGuard guard,
            UrlRules urlRules,
            TimeOrderedIds ids,
            InstantSource clock,
            String userAgent,
            AttemptSpans spans) {
        this.vertx = vertx;
        this.settings = settings;
        this.guard = guard;
        this.urlRules = urlRules;
        this.ids = ids;
        this.clock = clock;
        this.userAgent = HttpHeaders.createOptimized(userAgent);
        this.spans = spans;
        this.deadlines = new Deadlines(vertx, settings.deadline());
        this.connectDeadlines = new Deadlines(vertx, settings.connectTimeout());
        this.connections = new Connections(Math.max(1, settings.inFlight() / share));
        this.plain = client(options());
        this.secure = client(options()
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setUseAlpn(true)
                .setEnabledSecureTransportProtocols(TLS_VERSIONS)
                .setInitialSettings(new Http2Settings().setMaxHeaderListSize(MAXIMUM_HEADER_BYTES))
                .setHttp2KeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setTrustOptions(trusted));
    }

    private HttpClientOptions options() {
        return new HttpClientOptions()
                .setConnectTimeout((int) settings.connectTimeout().toMillis())
                .setKeepAliveTimeout(KEEP_ALIVE_SECONDS)
                .setMaxHeaderSize(MAXIMUM_HEADER_BYTES)
                .setMaxRedirects(0)
                .setTcpNoDelay(true);
    }

    private HttpClientAgent client(HttpClientOptions options) {
        return vertx.httpClientBuilder()
                .with(options)
                .with(new PoolOptions()
                        .setHttp1MaxSize(settings.inFlight())
                        .setHttp2MaxSize(settings.inFlightPerWebhook())
                        .setMaxWaitQueueSize(settings.inFlight()))
                .withConnectHandler(connections::opened)
                .build();
    }

    /** Makes one attempt. Never fails: whatever happens is the attempt's outcome. */
    public Future<Attempt> send(Delivery delivery, Signer signer) {
        Instant startedAt = clock.instant();
        UUID id = ids.next();
        long started = System.nanoTime();
        AttemptSpan span = spans.begin(delivery, id);
        return Future.succeededFuture()
                .compose(begun -> outcomeOf(delivery, signer, startedAt, span))
                .otherwise(failure -> Faults.outcomeOf(failure))
                .map(outcome -> {
                    span.end(outcome);
                    return new Attempt(id, delivery, startedAt, Duration.ofNanos(System.nanoTime() - started), outcome);
                });
    }

    /** Connections that are open, over all hosts. */
    public int connections() {
        return connections.size();
    }

    /** Closes every connection. */
    public Future<Void> close() {
        deadlines.close();
        connectDeadlines.close();
        return Future.join(plain.shutdown(0, TimeUnit.SECONDS), secure.shutdown(0, TimeUnit.SECONDS))
                .mapEmpty();
    }

    private Future<Outcome> outcomeOf(Delivery delivery, Signer signer, Instant startedAt, AttemptSpan span) {
        Destination destination = destinations.get(delivery.target().url(), this::destination);
        if (destination == null) {
            return Future.failedFuture(new BlockedUrlException());
        }
        span.to(destination);
        HttpClientAgent client = destination.isSecure() ? secure : plain;
        Exchange exchange = new Exchange(
                settings,
                deadlines,
                connectDeadlines,
                connections,
                delivery.event().body());
        return exchange.run(signatureOf(delivery, signer, startedAt)
                .compose(signature -> guard.admit(destination.host())
                        .compose(address -> exchange.isOver()
                                ? Future.failedFuture(new IllegalStateException("the attempt is over"))
                                : client.request(destination.to(address)))
                        .onSuccess(request -> {
                            fillHead(request.headers(), delivery, signature, startedAt);
                            span.putInto(request.headers());
                        })));
    }

    /** Null for a url that may not be posted to, which isn't remembered. */
    private Destination destination(String url) {
        return urlRules.faultOf(url).isPresent() ? null : new Destination(url, settings.connectTimeout());
    }

    /** What takes long is done by a thread that others' deliveries don't wait for, one after the other. */
    private Future<String> signatureOf(Delivery delivery, Signer signer, Instant startedAt) {
        String id = delivery.event().id();
        byte[] body = delivery.event().body().getBytes();
        long timestamp = startedAt.getEpochSecond();
        return signer.isCostly()
                ? vertx.executeBlocking(() -> signer.sign(id, timestamp, body), true)
                : Future.succeededFuture(signer.sign(id, timestamp, body));
    }

    private void fillHead(MultiMap headers, Delivery delivery, String signature, Instant startedAt) {
        // Ours come after, and stand for any that is named the same.
        delivery.target().headers().forEach(headers::set);
        headers.set(ID, delivery.event().id())
                .set(TIMESTAMP, Long.toString(startedAt.getEpochSecond()))
                .set(SIGNATURE, signature)
                .set(HttpHeaders.CONTENT_TYPE, JSON)
                .set(HttpHeaders.USER_AGENT, userAgent);
    }
}
