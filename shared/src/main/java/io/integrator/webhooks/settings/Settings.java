package io.integrator.webhooks.settings;

import java.util.List;

/** Every setting there is. */
public final class Settings {

    private static final List<SettingArea> AREAS = List.of(
            HttpSettings.AREA,
            ApiSettings.AREA,
            LoadSettings.AREA,
            PostgresSettings.AREA,
            KafkaSettings.AREA,
            AuthSettings.AREA,
            SecretsSettings.AREA,
            SendSettings.AREA,
            RetrySettings.AREA,
            BreakerSettings.AREA,
            DisableSettings.AREA,
            EgressSettings.AREA,
            BacklogSettings.AREA,
            RetentionSettings.AREA,
            WorkerSettings.AREA,
            LifecycleSettings.AREA,
            TracingSettings.AREA);

    private static final List<Setting<?>> ALL =
            AREAS.stream().<Setting<?>>flatMap(area -> area.settings().stream()).toList();

    private Settings() {}

    /** What there are settings of. */
    public static List<SettingArea> areas() {
        return AREAS;
    }

    /** Every setting, by area. */
    public static List<Setting<?>> all() {
        return ALL;
    }
}
