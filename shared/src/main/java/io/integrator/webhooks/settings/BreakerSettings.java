package io.integrator.webhooks.settings;

import java.time.Duration;
import java.util.List;

/**
 * When a webhook that keeps failing is only probed (policy.md: breaker).
 *
 * @param failures consecutive failures, on two events or more, that open it
 * @param probeAfter the wait before the first probe; doubled after each that fails
 * @param probeMaximum the longest wait between probes
 */
public record BreakerSettings(int failures, Duration probeAfter, Duration probeMaximum) {

    public static final Setting<Integer> FAILURES = Setting.of(
            "WEBHOOKS_BREAKER_FAILURES",
            SettingType.integer(1, 1000),
            "5",
            "consecutive failures, on two events or more, that open a webhook's breaker");

    public static final Setting<Duration> PROBE_AFTER = Setting.of(
            "WEBHOOKS_BREAKER_PROBE_AFTER",
            SettingType.duration(),
            "1m",
            "the wait before the first probe; doubled after each that fails");

    public static final Setting<Duration> PROBE_MAXIMUM = Setting.of(
            "WEBHOOKS_BREAKER_PROBE_MAXIMUM", SettingType.duration(), "15m", "the longest wait between probes");

    static final List<Setting<?>> ALL = List.of(FAILURES, PROBE_AFTER, PROBE_MAXIMUM);

    static final SettingArea AREA = new SettingArea("The breaker", """
            A webhook that keeps failing is only probed, one owed delivery at a time, until one succeeds.
            """, ALL);

    /** Reads the area; faults are left with the reader, and the result is then not to be used. */
    public static BreakerSettings read(SettingReader reader) {
        return new BreakerSettings(reader.readOr(FAILURES, 0), reader.read(PROBE_AFTER), reader.read(PROBE_MAXIMUM));
    }
}
