package io.integrator.webhooks.settings;

import inet.ipaddr.IPAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;

/**
 * What may be posted to beyond public addresses over https (policy.md: url, egress guard), and whom to ask and believe on
 * the way there.
 *
 * @param allow networks that may be posted to although they are not public
 * @param allowHttp whether http urls, any port and hosts that are no DNS names are admitted
 * @param dnsServers asked for the addresses of hosts; none for those that the machine is configured with
 * @param authorities certificate authorities that are trusted beside those of the JDK
 */
public record EgressSettings(
        List<IPAddress> allow,
        boolean allowHttp,
        List<InetSocketAddress> dnsServers,
        List<X509Certificate> authorities) {

    public static final Setting<List<IPAddress>> ALLOW = Setting.of(
            "WEBHOOKS_EGRESS_ALLOW",
            SettingType.networks(),
            "",
            "networks that may be posted to although they are not public");

    public static final Setting<Boolean> ALLOW_HTTP = Setting.of(
            "WEBHOOKS_EGRESS_ALLOW_HTTP",
            SettingType.flag(),
            "false",
            "whether http urls, any port and hosts that are no DNS names are admitted");

    public static final Setting<List<InetSocketAddress>> DNS_SERVERS = Setting.of(
            "WEBHOOKS_EGRESS_DNS_SERVERS",
            SettingType.dnsServers(),
            "",
            "asked for the addresses of hosts; none for those that the machine is configured with");

    public static final Setting<List<X509Certificate>> CA_BUNDLE = Setting.of(
            "WEBHOOKS_EGRESS_CA_BUNDLE",
            SettingType.certificates(),
            "",
            "a PEM file of certificate authorities that are trusted beside those of the JDK");

    static final List<Setting<?>> ALL = List.of(ALLOW, ALLOW_HTTP, DNS_SERVERS, CA_BUNDLE);

    static final SettingArea AREA = new SettingArea("Where it may post to", """
            By default to public addresses only, over https, at the ports 443 and 8443, and by name. Whoever may register a webhook reaches what is
            let in here ([security](security.md)).
            """, ALL);

    /** Reads the area; faults are left with the reader, and the result is then not to be used. */
    public static EgressSettings read(SettingReader reader) {
        return new EgressSettings(
                reader.read(ALLOW), reader.readOr(ALLOW_HTTP, false), reader.read(DNS_SERVERS), reader.read(CA_BUNDLE));
    }
}
