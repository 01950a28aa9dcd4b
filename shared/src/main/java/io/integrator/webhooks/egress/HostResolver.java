package io.integrator.webhooks.egress;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DefaultDnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import io.netty.util.NetUtil;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.ContextInternal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Resolves host names on an event loop, A and AAAA, honouring the hosts file and the records' time to live, and not the machine's search
 * list.
 */
public final class HostResolver {

    private static final int MAXIMUM_TTL_SECONDS = 300;
    private static final int NEGATIVE_TTL_SECONDS = 2;
    private static final int TRIES = 3;
    private static final int HOSTS_ASKED_FOR_AT_ONCE = 1_024;

    private final Context context;
    private final DnsNameResolver resolver;

    private HostResolver(Context context, DnsNameResolver resolver) {
        this.context = context;
        this.resolver = resolver;
    }

    /**
     * A resolver of the calling context's event loop.
     *
     * @param timeout for an address; a server that doesn't answer is asked again meanwhile
     * @param servers to ask; none for those that the machine is configured with
     */
    public static HostResolver create(Vertx vertx, Duration timeout, List<InetSocketAddress> servers) {
        ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
        EventLoop eventLoop = context.nettyEventLoop();
        DnsNameResolver resolver = new DnsNameResolverBuilder(eventLoop)
                .datagramChannelType(NioDatagramChannel.class)
                .resolvedAddressTypes(ResolvedAddressTypes.IPV4_PREFERRED)
                .queryTimeoutMillis(Math.max(1, timeout.toMillis() / TRIES))
                .nameServerProvider(asking(servers))
                .ttl(0, MAXIMUM_TTL_SECONDS)
                .negativeTtl(NEGATIVE_TTL_SECONDS)
                // A url's host is a whole name: by the machine's search list a subscriber could be somebody of the
                // machine's own network.
                .searchDomains(List.of())
                .ndots(0)
                // Many deliveries to a host that isn't cached ask for it once.
                .consolidateCacheSize(HOSTS_ASKED_FOR_AT_ONCE)
                .build();
        return new HostResolver(context, resolver);
    }

    /** One after the other, and then again: what is asked by UDP may be lost. */
    private static DnsServerAddressStreamProvider asking(List<InetSocketAddress> servers) {
        List<InetSocketAddress> all =
                servers.isEmpty() ? DefaultDnsServerAddressStreamProvider.defaultAddressList() : servers;
        return new SequentialDnsServerAddressStreamProvider(
                Collections.nCopies(TRIES, all).stream().flatMap(List::stream).toList());
    }

    /**
     * Every address of the host, at least one; fails with {@link UnknownHostException} when there is none, and with {@link
     * TimeoutException} when no server says so in time.
     */
    public Future<List<InetAddress>> resolve(String host) {
        byte[] literal = NetUtil.createByteArrayFromIpAddressString(host);
        if (literal != null) {
            return ofLiteral(literal);
        }
        Promise<List<InetAddress>> resolved = ((ContextInternal) context).promise();
        resolver.resolveAll(host).addListener((io.netty.util.concurrent.Future<List<InetAddress>> answer) -> {
            if (answer.isSuccess() && !answer.getNow().isEmpty()) {
                resolved.complete(List.copyOf(answer.getNow()));
            } else {
                resolved.fail(
                        isTimeout(answer.cause())
                                ? new TimeoutException("no name server answers")
                                : new UnknownHostException("the url's host does not resolve"));
            }
        });
        return resolved.future();
    }

    private static boolean isTimeout(Throwable failure) {
        return failure != null && (failure instanceof DnsNameResolverTimeoutException || isTimeout(failure.getCause()));
    }

    private static Future<List<InetAddress>> ofLiteral(byte[] literal) {
        try {
            return Future.succeededFuture(List.of(InetAddress.getByAddress(literal)));
        } catch (UnknownHostException e) {
            return Future.failedFuture(e);
        }
    }

    /** Ends queries under way and releases the socket. */
    public void close() {
        resolver.close();
    }
}
