package io.integrator.webhooks.settings;

import java.time.Duration;
import java.util.List;

/**
 * When a webhook is disabled for its failures (policy.md: auto-disable). Both conditions must hold.
 *
 * @param failures consecutive failures at which a webhook is disabled
 * @param age how old the streak must be; zero counts failures only
 */
public record DisableSettings(int failures, Duration age) {

    public static final Setting<Integer> FAILURES = Setting.of(
            "WEBHOOKS_DISABLE_FAILURES",
            SettingType.integer(1, 1_000_000),
            "20",
            "consecutive failures at which a webhook is disabled");

    public static final Setting<Duration> AGE = Setting.of(
            "WEBHOOKS_DISABLE_AGE",
            SettingType.durationOrNone(),
            "120h",
            "how old the streak of failures must be; 0 counts failures only");

    static final List<Setting<?>> ALL = List.of(FAILURES, AGE);

    static final SettingArea AREA = new SettingArea("Disabling", """
            By default a webhook is disabled at 20 consecutive failures over at least five days; a 410 disables it at once, whatever these say. What
            it misses is held for as long as `WEBHOOKS_RETENTION`.
            """, ALL);

    /** Reads the area; faults are left with the reader, and the result is then not to be used. */
    public static DisableSettings read(SettingReader reader) {
        return new DisableSettings(reader.readOr(FAILURES, 0), reader.read(AGE));
    }
}
