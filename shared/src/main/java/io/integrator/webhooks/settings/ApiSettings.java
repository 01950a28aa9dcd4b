package io.integrator.webhooks.settings;

import java.time.Duration;
import java.util.List;

/**
 * What the API grants its callers.
 *
 * @param rate requests a second for each integrator, per process; 0 limits nothing
 * @param burst requests that an integrator may make at once
 * @param corsOrigins whose pages in a browser may call the API; empty for nobody's
 * @param streamHeartbeat how often a stream on which nothing happens says that it is there
 * @param streamsPerIntegrator streams open at once for one integrator, per process
 * @param streams streams open at once, per process
 * @param sendDeadline how long an attempt may take, which is how long after its start a stream expects to hear of it
 * @param load what is taken on at once
 */
public record ApiSettings(
        int rate,
        int burst,
        List<String> corsOrigins,
        Duration streamHeartbeat,
        int streamsPerIntegrator,
        int streams,
        Duration sendDeadline,
        LoadSettings load) {

    public static final Setting<Integer> RATE = Setting.of(
            "WEBHOOKS_HTTP_RATE",
            SettingType.integer(0, 100_000),
            "50",
            "requests a second that each integrator may make, per process; 0 limits nothing");

    public static final Setting<Integer> BURST = Setting.of(
            "WEBHOOKS_HTTP_BURST",
            SettingType.integer(1, 100_000),
            "100",
            "requests that an integrator which has made none for a while may make at once");

    public static final Setting<List<String>> CORS_ORIGINS = Setting.of(
            "WEBHOOKS_HTTP_CORS_ORIGINS",
            SettingType.origins(),
            "",
            "whose pages may call the API from a browser; none when it is empty");

    public static final Setting<Duration> STREAM_HEARTBEAT = Setting.of(
            "WEBHOOKS_HTTP_STREAM_HEARTBEAT",
            SettingType.duration(),
            "15s",
            "how often a stream says that it is there; less than what is between it and its client waits in silence");

    public static final Setting<Integer> STREAMS_PER_INTEGRATOR = Setting.of(
            "WEBHOOKS_HTTP_STREAMS_PER_INTEGRATOR",
            SettingType.integer(1, 1_000),
            "8",
            "streams that an integrator may have open at once, per process");

    public static final Setting<Integer> STREAMS = Setting.of(
            "WEBHOOKS_HTTP_STREAMS", SettingType.integer(1, 10_000), "256", "streams open at once, per process");

    static final List<Setting<?>> ALL =
            List.of(RATE, BURST, CORS_ORIGINS, STREAM_HEARTBEAT, STREAMS_PER_INTEGRATOR, STREAMS);

    static final SettingArea AREA = new SettingArea("What the API grants", """
            To each caller, per process. Requests without a good token aren't counted: keeping floods of them off is the load balancer's part.
            Streams expect attempts to take `WEBHOOKS_SEND_DEADLINE` at most: give it to processes of both roles alike.
            """, ALL);

    /** Reads the area; faults are left with the reader, and the result is then not to be used. */
    public static ApiSettings read(SettingReader reader) {
        return new ApiSettings(
                reader.readOr(RATE, 0),
                reader.readOr(BURST, 0),
                reader.read(CORS_ORIGINS),
                reader.read(STREAM_HEARTBEAT),
                reader.readOr(STREAMS_PER_INTEGRATOR, 0),
                reader.readOr(STREAMS, 0),
                reader.read(SendSettings.DEADLINE),
                LoadSettings.read(reader));
    }
}
