package io.integrator.webhooks.egress;

import io.vertx.core.Future;
import java.net.InetAddress;
import java.util.List;

/**
 * Decides where a request may go: the host's addresses are resolved here, judged here, and the request then goes to an
 * address, never to the name again.
 */
public final class EgressGuard {

    private final HostResolver resolver;
    private final AddressRules rules;

    public EgressGuard(HostResolver resolver, AddressRules rules) {
        this.resolver = resolver;
        this.rules = rules;
    }

    /**
     * An address to connect to.
     *
     * @return fails with {@link java.net.UnknownHostException} when the name doesn't resolve, and with {@link
     *     BlockedAddressException} when any of its addresses may not be posted to
     */
    public Future<InetAddress> admit(String host) {
        return resolver.resolve(host).compose(this::judge);
    }

    private Future<InetAddress> judge(List<InetAddress> addresses) {
        return addresses.stream().allMatch(rules::permits)
                ? Future.succeededFuture(addresses.get(0))
                : Future.failedFuture(new BlockedAddressException());
    }
}
