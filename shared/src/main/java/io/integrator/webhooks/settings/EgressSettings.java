package io.integrator.webhooks.settings;

import inet.ipaddr.IPAddress;
import java.util.List;

/**
 * Exceptions from what may be posted to, for development (policy.md: url, egress guard).
 *
 * @param allow networks that may be posted to although they are not public
 * @param allowHttp whether http urls, any port and hosts that are no DNS names are admitted
 */
public record EgressSettings(List<IPAddress> allow, boolean allowHttp) {

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

    static final List<Setting<?>> ALL = List.of(ALLOW, ALLOW_HTTP);

    /** Reads the area; faults are left with the reader, and the result is then not to be used. */
    public static EgressSettings read(SettingReader reader) {
        return new EgressSettings(reader.read(ALLOW), reader.readOr(ALLOW_HTTP, false));
    }
}
