package io.integrator.webhooks.egress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import inet.ipaddr.IPAddress;
import inet.ipaddr.IPAddressString;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EgressGuardTest {

    private final Vertx vertx = Vertx.vertx();
    private final HostResolver resolver = HostResolver.create(vertx, Duration.ofSeconds(5), List.of());

    @AfterEach
    void close() {
        resolver.close();
        vertx.close().await();
    }

    @Test
    void aPublicLiteralIsAdmittedAsItself() throws Exception {
        InetAddress admitted = admit("8.8.8.8");

        assertThat(admitted.getHostAddress()).isEqualTo("8.8.8.8");
    }

    @Test
    void aPrivateLiteralIsBlockedAndNotRepeated() {
        assertThatThrownBy(() -> admit("10.1.2.3"))
                .hasCauseInstanceOf(BlockedAddressException.class)
                .hasMessageNotContaining("10.1.2.3");
    }

    @Test
    void anIpv6LiteralIsJudgedToo() throws Exception {
        assertThatThrownBy(() -> admit("::1")).hasCauseInstanceOf(BlockedAddressException.class);
        assertThatThrownBy(() -> admit("::ffff:127.0.0.1")).hasCauseInstanceOf(BlockedAddressException.class);
        assertThat(admit("::1", "::1").isLoopbackAddress()).isTrue();
    }

    @Test
    void localhostIsBlocked() {
        assertThatThrownBy(() -> admit("localhost")).hasCauseInstanceOf(BlockedAddressException.class);
    }

    @Test
    void localhostIsAdmittedWhereItsNetworksAreAllowed() throws Exception {
        InetAddress admitted = admit("localhost", "127.0.0.0/8", "::1/128");

        assertThat(admitted.isLoopbackAddress()).isTrue();
    }

    @Test
    void aNameThatDoesNotResolveIsSaidToBeUnknown() {
        assertThatThrownBy(() -> admit("nowhere.invalid")).hasCauseInstanceOf(UnknownHostException.class);
    }

    private InetAddress admit(String host, String... allowed) throws Exception {
        List<IPAddress> networks = Stream.of(allowed)
                .map(cidr -> new IPAddressString(cidr).getAddress().toPrefixBlock())
                .toList();
        EgressGuard guard = new EgressGuard(resolver, new AddressRules(networks));
        return guard.admit(host).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
}
