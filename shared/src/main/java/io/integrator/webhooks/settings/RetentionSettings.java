package io.integrator.webhooks.settings;

import java.time.Duration;
import java.util.List;

/**
 * How long things are kept (policy.md: retention).
 *
 * @param period how long events, attempts and held deliveries are kept
 */
public record RetentionSettings(Duration period) {

    public static final Setting<Duration> PERIOD = Setting.of(
            "WEBHOOKS_RETENTION",
            SettingType.duration(),
            "30d",
            "how long events, attempts and held deliveries are kept; longer than deliveries are tried for");

    static final List<Setting<?>> ALL = List.of(PERIOD);

    static final SettingArea AREA = new SettingArea("Retention", """
            What is older goes: events and attempts by whole days, held deliveries one by one, recorded as expired. It is what the size of the
            database follows from ([operating](operating.md#data)).
            """, ALL);

    /** Reads the area; faults are left with the reader, and the result is then not to be used. */
    public static RetentionSettings read(SettingReader reader) {
        return new RetentionSettings(reader.read(PERIOD));
    }

    /** Requires that what is tried again is kept until its last attempt; a fault is left with the reader. */
    public void requireLongerThan(RetrySettings retries, SettingReader reader) {
        if (period != null && retries.schedule() != null && period.compareTo(retries.longest()) <= 0) {
            reader.fault(("%s is over before the last attempt by %s, which may be made %d hours after the first;"
                            + " give more than that, or a shorter schedule")
                    .formatted(
                            PERIOD.name(),
                            RetrySettings.SCHEDULE.name(),
                            retries.longest().toHours() + 1));
        }
    }
}
