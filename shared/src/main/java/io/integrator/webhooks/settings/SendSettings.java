package io.integrator.webhooks.settings;

import java.time.Duration;
import java.util.List;

/**
 * One attempt and how many run at once (policy.md: deadline, fairness).
 *
 * @param deadline from the start of an attempt to the last byte of its response
 * @param connectTimeout to connect, DNS and TLS included
 * @param inFlightPerWebhook attempts at one webhook at once, per process
 * @param inFlight attempts at once, per process
 */
public record SendSettings(Duration deadline, Duration connectTimeout, int inFlightPerWebhook, int inFlight) {

    public static final Setting<Duration> DEADLINE = Setting.of(
            "WEBHOOKS_SEND_DEADLINE",
            SettingType.duration(),
            "15s",
            "from the start of an attempt to the last byte of its response");

    public static final Setting<Duration> CONNECT_TIMEOUT = Setting.of(
            "WEBHOOKS_SEND_CONNECT_TIMEOUT", SettingType.duration(), "5s", "to connect, DNS and TLS included");

    public static final Setting<Integer> IN_FLIGHT_PER_WEBHOOK = Setting.of(
            "WEBHOOKS_SEND_IN_FLIGHT_PER_WEBHOOK",
            SettingType.integer(1, 1000),
            "16",
            "attempts at one webhook at once, per process");

    public static final Setting<Integer> IN_FLIGHT = Setting.of(
            "WEBHOOKS_SEND_IN_FLIGHT", SettingType.integer(1, 100_000), "1024", "attempts at once, per process");

    static final List<Setting<?>> ALL = List.of(DEADLINE, CONNECT_TIMEOUT, IN_FLIGHT_PER_WEBHOOK, IN_FLIGHT);

    static final SettingArea AREA = new SettingArea("Attempts", """
            One attempt is one request. What it costs to raise these is told in [delivery](delivery.md#settings).
            """, ALL);

    /** Reads the area; faults are left with the reader, and the result is then not to be used. */
    public static SendSettings read(SettingReader reader) {
        return new SendSettings(
                reader.read(DEADLINE),
                reader.read(CONNECT_TIMEOUT),
                reader.readOr(IN_FLIGHT_PER_WEBHOOK, 0),
                reader.readOr(IN_FLIGHT, 0));
    }
}
