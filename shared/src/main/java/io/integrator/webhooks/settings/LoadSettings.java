package io.integrator.webhooks.settings;

import java.time.Duration;
import java.util.List;

/**
 * What the API takes on at once; what is over it is refused at once.
 *
 * @param connections connections open at once, per process
 * @param requests requests that are worked on at once, per process
 * @param requestsPerIntegrator those of one integrator among them
 * @param timeout how long a connection may be without a byte of an answer before it is closed
 */
public record LoadSettings(int connections, int requests, int requestsPerIntegrator, Duration timeout) {

    public static final Setting<Integer> CONNECTIONS = Setting.of(
            "WEBHOOKS_HTTP_CONNECTIONS",
            SettingType.integer(1, 100_000),
            "1024",
            "connections to the API open at once, per process, those of streams included; one more is answered 503 or closed");

    public static final Setting<Integer> REQUESTS = Setting.of(
            "WEBHOOKS_HTTP_REQUESTS",
            SettingType.integer(1, 10_000),
            "256",
            "requests that are worked on at once, per process; one more is answered 503");

    public static final Setting<Integer> REQUESTS_PER_INTEGRATOR = Setting.of(
            "WEBHOOKS_HTTP_REQUESTS_PER_INTEGRATOR",
            SettingType.integer(1, 10_000),
            "64",
            "requests of one integrator that are worked on at once, per process; one more is answered 429");

    public static final Setting<Duration> TIMEOUT = Setting.of(
            "WEBHOOKS_HTTP_TIMEOUT",
            SettingType.duration(),
            "75s",
            "how long a connection may be without a byte of an answer, idle or because its request comes slowly, before it is"
                    + " closed; longer than what is in front keeps its connections, and at least two heartbeats and a send");

    static final List<Setting<?>> ALL = List.of(CONNECTIONS, REQUESTS, REQUESTS_PER_INTEGRATOR, TIMEOUT);

    static final SettingArea AREA = new SettingArea("What the API takes on", """
            Of all callers at once. What is over a bound is refused at once, with 503 or 429 and `Retry-After`, while the rest is served. A load
            balancer in front should close its idle connections sooner than `WEBHOOKS_HTTP_TIMEOUT` does.
            """, ALL);

    /** Reads the area; faults are left with the reader, and the result is then not to be used. */
    public static LoadSettings read(SettingReader reader) {
        return new LoadSettings(
                reader.readOr(CONNECTIONS, 0),
                reader.readOr(REQUESTS, 0),
                reader.readOr(REQUESTS_PER_INTEGRATOR, 0),
                reader.read(TIMEOUT));
    }
}
