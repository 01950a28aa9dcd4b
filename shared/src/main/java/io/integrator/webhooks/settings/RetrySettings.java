package io.integrator.webhooks.settings;

import java.time.Duration;
import java.util.List;

/**
 * When a failed delivery is tried again (policy.md: schedule).
 *
 * @param schedule the waits between attempts; one attempt more than there are waits
 * @param jitter by how much of itself a wait is lengthened or shortened at random
 * @param overloadMinimum the shortest wait after a timeout, 429, 502, 503 or 504
 * @param pollInterval how often a worker looks for owed deliveries that are due
 */
public record RetrySettings(List<Duration> schedule, double jitter, Duration overloadMinimum, Duration pollInterval) {

    public static final Setting<List<Duration>> SCHEDULE = Setting.of(
            "WEBHOOKS_RETRY_SCHEDULE",
            SettingType.durations(),
            "5s,5m,30m,2h,5h,10h,14h,20h,24h",
            "the waits between attempts; one attempt more than there are waits");

    public static final Setting<Double> JITTER = Setting.of(
            "WEBHOOKS_RETRY_JITTER",
            SettingType.fraction(0.0, 0.9),
            "0.2",
            "by how much of itself a wait is lengthened or shortened at random");

    public static final Setting<Duration> OVERLOAD_MINIMUM = Setting.of(
            "WEBHOOKS_RETRY_OVERLOAD_MINIMUM",
            SettingType.durationOrNone(),
            "60s",
            "the shortest wait after a timeout, 429, 502, 503 or 504");

    public static final Setting<Duration> POLL_INTERVAL = Setting.of(
            "WEBHOOKS_RETRY_POLL_INTERVAL",
            SettingType.duration(),
            "200ms",
            "how often a worker looks for owed deliveries that are due");

    static final List<Setting<?>> ALL = List.of(SCHEDULE, JITTER, OVERLOAD_MINIMUM, POLL_INTERVAL);

    static final SettingArea AREA = new SettingArea("Retries", """
            A wait counts from the end of the attempt before. By default a delivery is tried ten times in about three days: at once, and after 5 s,
            5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h. A `Retry-After` of 429 and 503 is heeded beyond these, for 24 h at most.
            """, ALL);

    /** From the first attempt to the last, if every wait is as long as its jitter may make it; what the attempts take is left out. */
    Duration longest() {
        Duration waits = schedule.stream().reduce(Duration.ZERO, Duration::plus);
        return waits.plusMillis((long) (waits.toMillis() * jitter));
    }

    /** Reads the area; faults are left with the reader, and the result is then not to be used. */
    public static RetrySettings read(SettingReader reader) {
        return new RetrySettings(
                reader.read(SCHEDULE),
                reader.readOr(JITTER, 0.0),
                reader.read(OVERLOAD_MINIMUM),
                reader.read(POLL_INTERVAL));
    }
}
