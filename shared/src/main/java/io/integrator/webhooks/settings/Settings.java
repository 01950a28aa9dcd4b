package io.integrator.webhooks.settings;

import java.util.List;
import java.util.stream.Stream;

/** Every setting there is. */
public final class Settings {

    private static final List<Setting<?>> ALL = Stream.of(
                    HttpSettings.ALL,
                    ApiSettings.ALL,
                    LoadSettings.ALL,
                    PostgresSettings.ALL,
                    KafkaSettings.ALL,
                    AuthSettings.ALL,
                    SecretsSettings.ALL,
                    SendSettings.ALL,
                    RetrySettings.ALL,
                    BreakerSettings.ALL,
                    DisableSettings.ALL,
                    EgressSettings.ALL,
                    BacklogSettings.ALL,
                    RetentionSettings.ALL,
                    WorkerSettings.ALL,
                    TracingSettings.ALL)
            .<Setting<?>>flatMap(List::stream)
            .toList();

    private Settings() {}

    /** Every setting, by area. */
    public static List<Setting<?>> all() {
        return ALL;
    }
}
