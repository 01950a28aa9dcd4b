package io.integrator.webhooks.egress;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressNetwork.IPAddressGenerator;
import inet.ipaddr.IPAddressString;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Stream;

/** Which addresses may be posted to: public unicast ({@code policy.md}: egress guard), and what a setting allows besides. */
public final class AddressRules {

    private static final IPAddress PUBLIC_IPV6 = network("2000::/3");

    private static final List<IPAddress> NOT_PUBLIC = Stream.of(
                    "0.0.0.0/8",
                    "10.0.0.0/8",
                    "100.64.0.0/10",
                    "127.0.0.0/8",
                    "169.254.0.0/16",
                    "172.16.0.0/12",
                    "192.0.0.0/24",
                    "192.0.2.0/24",
                    "192.88.99.0/24",
                    "192.168.0.0/16",
                    "198.18.0.0/15",
                    "198.51.100.0/24",
                    "203.0.113.0/24",
                    "224.0.0.0/4",
                    "240.0.0.0/4",
                    "168.63.129.16/32",
                    "2001::/32",
                    "2001:10::/28",
                    "2001:20::/28",
                    "2001:db8::/32",
                    "2002::/16",
                    "3fff::/20")
            .map(AddressRules::network)
            .toList();

    private static final long REMEMBERED = 10_000;

    /** Judging takes longer than a signature, and the same few addresses are posted to again and again. */
    private final LoadingCache<InetAddress, Boolean> judged =
            Caffeine.newBuilder().maximumSize(REMEMBERED).build(this::judge);

    private final List<IPAddress> allowed;

    /** @param allowed networks that may be posted to although they aren't public */
    public AddressRules(List<IPAddress> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    /** Whether the address may be posted to. An IPv4-mapped IPv6 address is judged as the IPv4 address that it is. */
    public boolean permits(InetAddress address) {
        return judged.get(address);
    }

    private boolean judge(InetAddress address) {
        IPAddress candidate = new IPAddressGenerator().from(address);
        if (candidate.isIPv6() && candidate.toIPv6().isIPv4Mapped()) {
            candidate = candidate.toIPv6().getEmbeddedIPv4Address();
        }
        return isIn(allowed, candidate) || isPublic(candidate);
    }

    private static boolean isPublic(IPAddress address) {
        return (address.isIPv4() || PUBLIC_IPV6.contains(address)) && !isIn(NOT_PUBLIC, address);
    }

    private static boolean isIn(List<IPAddress> networks, IPAddress address) {
        return networks.stream().anyMatch(network -> network.contains(address));
    }

    private static IPAddress network(String cidr) {
        return new IPAddressString(cidr).getAddress().toPrefixBlock();
    }
}
