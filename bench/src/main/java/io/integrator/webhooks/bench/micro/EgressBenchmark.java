package io.integrator.webhooks.bench.micro;

import io.integrator.webhooks.egress.AddressRules;
import io.integrator.webhooks.egress.UrlRules;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Where an attempt may go, by production's rules; all of these are admitted. Addresses are judged again and again here, as they
 * are in a service that has posted to them before.
 */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EgressBenchmark {

    private AddressRules addresses;
    private UrlRules urls;
    private InetAddress ipv4;
    private InetAddress ipv6;
    private String url;

    @Setup
    public void prepare() throws UnknownHostException {
        addresses = new AddressRules(List.of());
        urls = new UrlRules(false);
        // Literals, which ask no resolver.
        ipv4 = InetAddress.getByName("93.184.216.34");
        ipv6 = InetAddress.getByName("2606:2800:220:1:248:1893:25c8:1946");
        url = "https://hooks.example.com/webhooks/payments?tenant=acme";
    }

    @Benchmark
    public boolean ipv4Address() {
        return addresses.permits(ipv4);
    }

    @Benchmark
    public boolean ipv6Address() {
        return addresses.permits(ipv6);
    }

    @Benchmark
    public Optional<String> url() {
        return urls.faultOf(url);
    }
}
