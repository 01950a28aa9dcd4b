package io.integrator.webhooks.egress;

import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddressString;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRulesTest {

    private static final List<String> REFUSED = List.of(
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
            "::/3",
            "4000::/2",
            "8000::/1",
            "2001::/32",
            "2001:10::/28",
            "2001:20::/28",
            "2001:db8::/32",
            "2002::/16",
            "3fff::/20");

    private final AddressRules rules = new AddressRules(List.of());

    /** A range's first and last address, and what comes before and after it where that is public. */
    @ParameterizedTest
    @CsvSource({
        "0.0.0.0,0.255.255.255,,1.0.0.0",
        "10.0.0.0,10.255.255.255,9.255.255.255,11.0.0.0",
        "100.64.0.0,100.127.255.255,100.63.255.255,100.128.0.0",
        "127.0.0.0,127.255.255.255,126.255.255.255,128.0.0.0",
        "169.254.0.0,169.254.255.255,169.253.255.255,169.255.0.0",
        "172.16.0.0,172.31.255.255,172.15.255.255,172.32.0.0",
        "192.0.0.0,192.0.0.255,191.255.255.255,192.0.1.0",
        "192.0.2.0,192.0.2.255,192.0.1.255,192.0.3.0",
        "192.88.99.0,192.88.99.255,192.88.98.255,192.88.100.0",
        "192.168.0.0,192.168.255.255,192.167.255.255,192.169.0.0",
        "198.18.0.0,198.19.255.255,198.17.255.255,198.20.0.0",
        "198.51.100.0,198.51.100.255,198.51.99.255,198.51.101.0",
        "203.0.113.0,203.0.113.255,203.0.112.255,203.0.114.0",
        "224.0.0.0,239.255.255.255,223.255.255.255,",
        "240.0.0.0,255.255.255.255,,",
        "168.63.129.16,168.63.129.16,168.63.129.15,168.63.129.17",
        "::,1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff,,2000::",
        "2001::,2001:0:ffff:ffff:ffff:ffff:ffff:ffff,2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff,2001:1::",
        "2001:10::,2001:1f:ffff:ffff:ffff:ffff:ffff:ffff,2001:f:ffff:ffff:ffff:ffff:ffff:ffff,",
        "2001:20::,2001:2f:ffff:ffff:ffff:ffff:ffff:ffff,,2001:30::",
        "2001:db8::,2001:db8:ffff:ffff:ffff:ffff:ffff:ffff,2001:db7:ffff:ffff:ffff:ffff:ffff:ffff,2001:db9::",
        "2002::,2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff,2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff,2003::",
        "3fff::,3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff,3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff,3fff:1000::",
        "4000::,ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff,3fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff,"
    })
    void aRangeIsRefusedFromItsFirstAddressToItsLast(String first, String last, String before, String after) {
        assertThat(rules.permits(address(first))).as(first).isFalse();
        assertThat(rules.permits(address(last))).as(last).isFalse();
        if (before != null) {
            assertThat(rules.permits(address(before))).as(before).isTrue();
        }
        if (after != null) {
            assertThat(rules.permits(address(after))).as(after).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "::1",
                "fe80::1",
                "fec0::1",
                "fc00::1",
                "fd00::1",
                "ff02::1",
                "64:ff9b::a00:1",
                "::7f00:1",
                "::ffff:0:7f00:1",
                "100::1"
            })
    void whatIsNoGlobalUnicastIsRefused(String text) {
        assertThat(rules.permits(address(text))).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.1,false", "127.0.0.1,false", "169.254.169.254,false", "8.8.8.8,true"})
    void anIpv4MappedAddressIsJudgedAsTheIpv4AddressThatItIs(String ipv4, boolean permitted)
            throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xff;
        mapped[11] = (byte) 0xff;
        System.arraycopy(address(ipv4).getAddress(), 0, mapped, 12, 4);

        assertThat(rules.permits(Inet6Address.getByAddress(null, mapped, -1))).isEqualTo(permitted);
    }

    @Test
    void aScopeChangesNothing() throws UnknownHostException {
        assertThat(rules.permits(
                        Inet6Address.getByAddress(null, address("fe80::1").getAddress(), 1)))
                .isFalse();
        assertThat(rules.permits(
                        Inet6Address.getByAddress(null, address("2001:db8::1").getAddress(), 1)))
                .isFalse();
    }

    @Property(tries = 2_000)
    void nothingInsideARefusedRangePasses(@ForAll("refused") InetAddress address) {
        assertThat(rules.permits(address)).isFalse();
    }

    @Provide
    Arbitrary<InetAddress> refused() {
        return Arbitraries.of(REFUSED)
                .map(cidr -> new IPAddressString(cidr).getAddress().toPrefixBlock())
                .flatMap(block -> Arbitraries.bytes()
                        .array(byte[].class)
                        .ofSize(block.getByteCount())
                        .map(random -> {
                            byte[] bytes = block.getLower().getBytes();
                            for (int bit = block.getPrefixLength(); bit < bytes.length * 8; bit++) {
                                bytes[bit / 8] |= (byte) (random[bit / 8] & (0x80 >> (bit % 8)));
                            }
                            return addressOf(bytes);
                        }));
    }

    @Test
    void anAllowedNetworkMayBePostedToAndNothingNextToIt() {
        AddressRules development = new AddressRules(
                List.of(new IPAddressString("127.0.0.0/8").getAddress(), new IPAddressString("::1").getAddress()));

        assertThat(development.permits(address("127.0.0.1"))).isTrue();
        assertThat(development.permits(address("127.255.255.255"))).isTrue();
        assertThat(development.permits(address("::1"))).isTrue();
        assertThat(development.permits(address("::2"))).isFalse();
        assertThat(development.permits(address("10.0.0.1"))).isFalse();
    }

    private static InetAddress address(String text) {
        return new IPAddressString(text).getAddress().toInetAddress();
    }

    private static InetAddress addressOf(byte[] bytes) {
        try {
            return bytes.length == 4 ? InetAddress.getByAddress(bytes) : Inet6Address.getByAddress(null, bytes, -1);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e);
        }
    }
}
