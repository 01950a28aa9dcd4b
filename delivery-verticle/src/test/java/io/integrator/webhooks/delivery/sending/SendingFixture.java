package io.integrator.webhooks.delivery.sending;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.domain.Target;
import io.integrator.webhooks.egress.AddressRules;
import io.integrator.webhooks.egress.Authorities;
import io.integrator.webhooks.egress.EgressGuard;
import io.integrator.webhooks.egress.HostResolver;
import io.integrator.webhooks.egress.UrlRules;
import io.integrator.webhooks.settings.EgressSettings;
import io.integrator.webhooks.settings.SendSettings;
import io.integrator.webhooks.signing.WebhookSecret;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** An event loop with a real sender that may post to this machine, and what deliveries are made of. */
final class SendingFixture implements AutoCloseable {

    static final TimeOrderedIds IDS = new TimeOrderedIds(InstantSource.system());
    static final WebhookSecret SECRET = WebhookSecret.generate();
    static final String BODY = "{\"id\":\"evt-1\",\"type\":\"payment.created\",\"data\":{\"amount\":1.0}}";

    private final Vertx vertx = Vertx.vertx();
    private final Context context = vertx.getOrCreateContext();
    private final SendSettings settings;
    private final Sender sender;

    /** One that may post by http, and to these networks besides public addresses. */
    SendingFixture(SendSettings settings, String... allowed) {
        this(settings, new EgressSettings(networks(allowed), true, List.of(), List.of()));
    }

    SendingFixture(SendSettings settings, EgressSettings egress) {
        this.settings = settings;
        this.sender = onLoop(() -> new Sender(
                vertx,
                settings,
                Authorities.trust(egress.authorities()),
                1,
                new EgressGuard(
                        HostResolver.create(vertx, settings.connectTimeout(), egress.dnsServers()),
                        new AddressRules(egress.allow())),
                new UrlRules(egress.allowHttp()),
                IDS,
                InstantSource.system(),
                "integrator-webhooks/test",
                new AttemptSpans(Optional.empty())));
    }

    static List<IPAddress> networks(String... cidrs) {
        return Stream.of(cidrs)
                .map(cidr -> new IPAddressString(cidr).getAddress().toPrefixBlock())
                .toList();
    }

    static SendSettings settings(Duration deadline, int perWebhook, int inAll) {
        return new SendSettings(deadline, Duration.ofSeconds(5), perWebhook, inAll);
    }

    Vertx vertx() {
        return vertx;
    }

    Sender sender() {
        return sender;
    }

    SendSettings settings() {
        return settings;
    }

    /** Runs something on the event loop that owns the sender. */
    <T> T onLoop(Callable<T> work) {
        Future<T> done = Future.future(promise -> context.runOnContext(run -> {
            try {
                promise.complete(work.call());
            } catch (Exception e) {
                promise.fail(e);
            }
        }));
        return await(done);
    }

    static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    static Target target(UUID webhook, String url) {
        return target(webhook, url, 1, false, Instant.EPOCH);
    }

    static Target target(UUID webhook, String url, int revision, boolean disabled, Instant waitsUntil) {
        return new Target(
                webhook,
                "acme",
                url,
                Set.of(EventType.PAYMENT_CREATED),
                List.of(SECRET),
                revision,
                disabled,
                false,
                waitsUntil);
    }

    /** One whose integrator has set header fields of its own. */
    static Target target(String url, Map<String, String> headers) {
        return new Target(
                UUID.randomUUID(),
                "acme",
                url,
                Set.of(EventType.PAYMENT_CREATED),
                List.of(SECRET),
                1,
                false,
                false,
                Instant.EPOCH,
                headers);
    }

    static DomainEvent event() {
        return new DomainEvent(
                IDS.next(), "acme", "evt-1", EventType.PAYMENT_CREATED, Instant.now(), Buffer.buffer(BODY));
    }

    static Delivery delivery(Target target) {
        return Delivery.first(target, event());
    }

    @Override
    public void close() {
        await(sender.close());
        await(vertx.close());
    }
}
