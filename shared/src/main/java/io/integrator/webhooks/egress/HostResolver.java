package io.integrator.webhooks.egress;

import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.resolver.ResolvedAddressTypes;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
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
import java.util.List;

/** Resolves host names on an event loop, A and AAAA, honouring the hosts file and the records' time to live. */
public final class HostResolver {

    private static final int MAXIMUM_TTL_SECONDS = 300;
    private static final int NEGATIVE_TTL_SECONDS = 2;

    private final Context context;
    private final DnsNameResolver resolver;

    private HostResolver(Context context, DnsNameResolver resolver) {
        this.context = context;
        this.resolver = resolver;
    }

    /**
     * A resolver of the calling context's event loop.
     *
     * @param timeout for a server's answer
     * @param servers to ask; none for those that the machine is configured with
     */
    public static HostResolver create(Vertx vertx, Duration timeout, List<InetSocketAddress> servers) {
        ContextInternal context = (ContextInternal) vertx.getOrCreateContext();
        EventLoop eventLoop = context.nettyEventLoop();
        DnsNameResolverBuilder builder = new DnsNameResolverBuilder(eventLoop)
                .datagramChannelType(NioDatagramChannel.class)
                .resolvedAddressTypes(ResolvedAddressTypes.IPV4_PREFERRED)
                .queryTimeoutMillis(timeout.toMillis())
                .ttl(0, MAXIMUM_TTL_SECONDS)
                .negativeTtl(NEGATIVE_TTL_SECONDS);
        if (!servers.isEmpty()) {
            builder.nameServerProvider(new SequentialDnsServerAddressStreamProvider(servers));
        }
        return new HostResolver(context, builder.build());
    }

    /** Every address of the host, at least one; fails with {@link UnknownHostException} when there is none. */
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
                resolved.fail(new UnknownHostException("the url's host does not resolve"));
            }
        });
        return resolved.future();
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
