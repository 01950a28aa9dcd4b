package io.integrator.webhooks.settings;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How long a process takes to begin and to end.
 *
 * @param startTimeout how long a start waits for Postgres and Kafka before it fails; zero for not at all, empty for as long as it takes
 * @param stopDelay how long the API goes on taking requests once the process is to stop
 */
public record LifecycleSettings(Optional<Duration> startTimeout, Duration stopDelay) {

    public static final Setting<Optional<Duration>> START_TIMEOUT = Setting.of(
            "WEBHOOKS_START_TIMEOUT",
            SettingType.limit(),
            "",
            "how long a start waits for Postgres and Kafka before it fails; 0 doesn't wait, and without it there is no limit");

    public static final Setting<Duration> STOP_DELAY = Setting.of(
            "WEBHOOKS_HTTP_STOP_DELAY",
            SettingType.durationOrNone(),
            "5s",
            "how long a stopping process that isn't ready any more still serves the API, for load balancers to notice");

    static final List<Setting<?>> ALL = List.of(START_TIMEOUT, STOP_DELAY);

    static final SettingArea AREA = new SettingArea("Start and stop", """
            A start waits for what it needs, and a stop has one bound that follows from these and `WEBHOOKS_WORKER_STOP_TIMEOUT`
            ([operating](operating.md#start-stop-and-upgrade)).
            """, ALL);

    public LifecycleSettings {
        requireNonNull(startTimeout, "startTimeout");
    }

    /** Reads the area; faults are left with the reader, and the result is then not to be used. */
    public static LifecycleSettings read(SettingReader reader) {
        return new LifecycleSettings(reader.readOr(START_TIMEOUT, Optional.empty()), reader.read(STOP_DELAY));
    }
}
