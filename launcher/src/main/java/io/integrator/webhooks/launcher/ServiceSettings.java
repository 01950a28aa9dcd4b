package io.integrator.webhooks.launcher;

import io.integrator.webhooks.delivery.DeliverySettings;
import io.integrator.webhooks.settings.ApiSettings;
import io.integrator.webhooks.settings.AuthSettings;
import io.integrator.webhooks.settings.BacklogSettings;
import io.integrator.webhooks.settings.EgressSettings;
import io.integrator.webhooks.settings.HttpSettings;
import io.integrator.webhooks.settings.KafkaConnection;
import io.integrator.webhooks.settings.LifecycleSettings;
import io.integrator.webhooks.settings.PostgresSettings;
import io.integrator.webhooks.settings.RetentionSettings;
import io.integrator.webhooks.settings.SecretsSettings;
import io.integrator.webhooks.settings.SendSettings;
import io.integrator.webhooks.settings.Setting;
import io.integrator.webhooks.settings.SettingReader;
import io.integrator.webhooks.settings.Settings;
import io.integrator.webhooks.settings.SettingsException;
import io.integrator.webhooks.settings.TracingSettings;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What one process is told, by its roles.
 *
 * @param api      empty in a process that doesn't answer integrators
 * @param delivery empty in a process that doesn't deliver
 */
record ServiceSettings(
        HttpSettings http,
        PostgresSettings postgres,
        SecretsSettings secrets,
        RetentionSettings retention,
        TracingSettings tracing,
        LifecycleSettings lifecycle,
        Optional<Api> api,
        Optional<DeliverySettings> delivery) {

    /** What only a process that answers integrators needs. */
    record Api(
            AuthSettings auth, EgressSettings egress, BacklogSettings backlog, SendSettings send, ApiSettings grants) {

        private static Api read(SettingReader reader) {
            return new Api(
                    AuthSettings.read(reader),
                    EgressSettings.read(reader),
                    BacklogSettings.read(reader),
                    SendSettings.read(reader),
                    ApiSettings.read(reader));
        }
    }

    /**
     * Reads what the roles need, and looks at what is given for other roles too.
     *
     * @throws SettingsException with every fault
     */
    static ServiceSettings read(Map<String, String> texts, Set<Role> roles) {
        Set<String> faults = new LinkedHashSet<>();
        collect(faults, () -> requireWellFormed(texts));
        SettingReader reader = new SettingReader(texts);
        ServiceSettings settings = read(reader, roles);
        collect(faults, reader::requireNoFaults);
        if (!faults.isEmpty()) {
            throw new SettingsException(faults.stream().toList());
        }
        return settings;
    }

    /** The settings that a process of a role goes by. */
    static Set<Setting<?>> readBy(Role role) {
        SettingReader reader = new SettingReader(Map.of());
        read(reader, Set.of(role));
        return reader.asked();
    }

    private static ServiceSettings read(SettingReader reader, Set<Role> roles) {
        ServiceSettings settings = new ServiceSettings(
                HttpSettings.read(reader),
                PostgresSettings.read(reader),
                SecretsSettings.read(reader),
                RetentionSettings.read(reader),
                TracingSettings.read(reader),
                LifecycleSettings.read(reader),
                roles.contains(Role.API) ? Optional.of(Api.read(reader)) : Optional.empty(),
                roles.contains(Role.DELIVERY) ? Optional.of(DeliverySettings.read(reader)) : Optional.empty());
        settings.delivery().ifPresent(delivery -> settings.retention().requireLongerThan(delivery.retry(), reader));
        return settings;
    }

    /** Reads the database's settings only. */
    static PostgresSettings readPostgres(Map<String, String> texts) {
        SettingReader reader = new SettingReader(texts);
        PostgresSettings settings = PostgresSettings.read(reader);
        reader.requireNoFaults();
        return settings;
    }

    /** Reads how Kafka is reached, the brokers themselves being known. */
    static KafkaConnection readKafka(Map<String, String> texts, String bootstrapServers) {
        SettingReader reader = new SettingReader(texts);
        KafkaConnection connection = KafkaConnection.read(reader, bootstrapServers);
        reader.requireNoFaults();
        return connection;
    }

    /**
     * Looks at what is given, needed or not.
     *
     * @throws SettingsException when something is unknown or malformed
     */
    static void requireWellFormed(Map<String, String> texts) {
        SettingReader reader = new SettingReader(texts);
        for (Setting<?> setting : Settings.all()) {
            if (texts.containsKey(setting.name())) {
                reader.read(setting);
            }
        }
        reader.requireNoFaults();
    }

    private static void collect(Set<String> faults, Runnable check) {
        try {
            check.run();
        } catch (SettingsException e) {
            e.getMessage().lines().forEach(faults::add);
        }
    }
}
