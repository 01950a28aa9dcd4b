package io.integrator.webhooks.settings;

import java.util.Map;

/** Whether a server is spoken to by TLS. */
public enum TlsMode {
    /** By TLS, unless it is at this machine's loopback and nothing else is said of TLS. */
    AUTO,
    /** By TLS, its certificate and name verified. */
    VERIFY_FULL,
    /** Never by TLS. */
    DISABLE;

    static SettingType<TlsMode> type() {
        return SettingType.oneOf(Map.of("auto", AUTO, "verify-full", VERIFY_FULL, "disable", DISABLE));
    }
}
