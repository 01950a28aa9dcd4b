package io.integrator.webhooks.settings;

import java.time.Duration;
import java.util.List;

/**
 * How a delivery worker takes in, journals and stops.
 *
 * @param instances delivery verticles in the process, an event loop and a consumer each
 * @param unsettled records taken from Kafka and not yet settled at which a verticle stops taking more
 * @param unsettledBytes what those records may hold, in bytes, before it stops as well
 * @param leaseAfter how long a send may hold its record before it is journaled as owed
 * @param flushRows rows that may wait to be durable before nothing more is sent; the journal writes half of them at once
 * @param flushAge how long the journal collects before it writes
 * @param commitInterval how often settled offsets are committed to Kafka
 * @param stopTimeout how long a stopping process waits for what is in flight before it hands it over
 * @param unsettledAlarm age of a record taken and not yet settled from which on the worker isn't ready
 */
public record WorkerSettings(
        int instances,
        int unsettled,
        int unsettledBytes,
        Duration leaseAfter,
        int flushRows,
        Duration flushAge,
        Duration commitInterval,
        Duration stopTimeout,
        Duration unsettledAlarm) {

    public static final Setting<Integer> INSTANCES = Setting.of(
            "WEBHOOKS_WORKER_INSTANCES",
            SettingType.integer(1, 64),
            "1",
            "delivery verticles in the process, an event loop and a consumer each");

    public static final Setting<Integer> UNSETTLED = Setting.of(
            "WEBHOOKS_WORKER_UNSETTLED",
            SettingType.integer(1, 1_000_000),
            "2048",
            "records taken from Kafka and not yet settled at which a verticle stops taking more");

    public static final Setting<Integer> UNSETTLED_BYTES = Setting.of(
            "WEBHOOKS_WORKER_UNSETTLED_BYTES",
            SettingType.integer(1, Integer.MAX_VALUE),
            "33554432",
            "bytes in records taken from Kafka and not yet settled at which a verticle stops taking more");

    public static final Setting<Duration> LEASE_AFTER = Setting.of(
            "WEBHOOKS_WORKER_LEASE_AFTER",
            SettingType.duration(),
            "1s",
            "how long a send may hold its record before it is journaled as owed");

    public static final Setting<Integer> FLUSH_ROWS = Setting.of(
            "WEBHOOKS_WORKER_FLUSH_ROWS",
            SettingType.integer(1, 10_000),
            "500",
            "rows that may wait to be durable before nothing more is sent; the journal writes half of them at once");

    public static final Setting<Duration> FLUSH_AGE = Setting.of(
            "WEBHOOKS_WORKER_FLUSH_AGE",
            SettingType.duration(),
            "5ms",
            "how long the journal collects before it writes");

    public static final Setting<Duration> COMMIT_INTERVAL = Setting.of(
            "WEBHOOKS_WORKER_COMMIT_INTERVAL",
            SettingType.duration(),
            "1s",
            "how often settled offsets are committed to Kafka");

    public static final Setting<Duration> STOP_TIMEOUT = Setting.of(
            "WEBHOOKS_WORKER_STOP_TIMEOUT",
            SettingType.duration(),
            "20s",
            "how long a stopping process waits for what is in flight before it hands it over; longer than a send may take");

    public static final Setting<Duration> UNSETTLED_ALARM = Setting.of(
            "WEBHOOKS_WORKER_UNSETTLED_ALARM",
            SettingType.duration(),
            "60s",
            "age of a record taken from Kafka and not yet settled from which on the process isn't ready");

    static final List<Setting<?>> ALL = List.of(
            INSTANCES,
            UNSETTLED,
            UNSETTLED_BYTES,
            LEASE_AFTER,
            FLUSH_ROWS,
            FLUSH_AGE,
            COMMIT_INTERVAL,
            STOP_TIMEOUT,
            UNSETTLED_ALARM);

    static final SettingArea AREA = new SettingArea("Workers", """
            How deliveries are taken in, journaled and let go at a stop. What it costs to raise these is told in [delivery](delivery.md#settings).
            """, ALL);

    /** Reads the area; faults are left with the reader, and the result is then not to be used. */
    public static WorkerSettings read(SettingReader reader) {
        return new WorkerSettings(
                reader.readOr(INSTANCES, 0),
                reader.readOr(UNSETTLED, 0),
                reader.readOr(UNSETTLED_BYTES, 0),
                reader.read(LEASE_AFTER),
                reader.readOr(FLUSH_ROWS, 0),
                reader.read(FLUSH_AGE),
                reader.read(COMMIT_INTERVAL),
                reader.read(STOP_TIMEOUT),
                reader.read(UNSETTLED_ALARM));
    }
}
