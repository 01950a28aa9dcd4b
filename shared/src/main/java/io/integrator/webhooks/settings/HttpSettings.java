package io.integrator.webhooks.settings;

import java.util.List;

/**
 * Where the API and the management endpoints listen.
 *
 * @param host the address that the API listens on
 * @param port the port that the API listens on; 0 lets the system choose
 * @param managementHost the address that health and metrics listen on
 * @param managementPort the port that health and metrics listen on; 0 lets the system choose
 */
public record HttpSettings(String host, int port, String managementHost, int managementPort) {

    public static final Setting<String> HOST =
            Setting.of("WEBHOOKS_HTTP_HOST", SettingType.text(), "0.0.0.0", "the address that the API listens on");

    public static final Setting<Integer> PORT =
            Setting.of("WEBHOOKS_HTTP_PORT", SettingType.port(), "8080", "the port that the API listens on");

    public static final Setting<String> MANAGEMENT_HOST = Setting.of(
            "WEBHOOKS_MANAGEMENT_HOST",
            SettingType.text(),
            "127.0.0.1",
            "the address that health and metrics listen on");

    public static final Setting<Integer> MANAGEMENT_PORT = Setting.of(
            "WEBHOOKS_MANAGEMENT_PORT", SettingType.port(), "8081", "the port that health and metrics listen on");

    static final List<Setting<?>> ALL = List.of(HOST, PORT, MANAGEMENT_HOST, MANAGEMENT_PORT);

    static final SettingArea AREA = new SettingArea("Where it listens", """
            The API and the management port speak HTTP/1.1 without TLS, which is the load balancer's part. The management port, with health and
            metrics, is on the loopback interface unless `WEBHOOKS_MANAGEMENT_HOST` says otherwise.
            """, ALL);

    /** Reads the area; faults are left with the reader, and the result is then not to be used. */
    public static HttpSettings read(SettingReader reader) {
        return new HttpSettings(
                reader.read(HOST),
                reader.readOr(PORT, 0),
                reader.read(MANAGEMENT_HOST),
                reader.readOr(MANAGEMENT_PORT, 0));
    }
}
