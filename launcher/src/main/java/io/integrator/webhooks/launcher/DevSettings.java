package io.integrator.webhooks.launcher;

import io.integrator.webhooks.settings.AuthSettings;
import io.integrator.webhooks.settings.BreakerSettings;
import io.integrator.webhooks.settings.DisableSettings;
import io.integrator.webhooks.settings.EgressSettings;
import io.integrator.webhooks.settings.HttpSettings;
import io.integrator.webhooks.settings.KafkaConnection;
import io.integrator.webhooks.settings.LifecycleSettings;
import io.integrator.webhooks.settings.PostgresSettings;
import io.integrator.webhooks.settings.RetrySettings;
import io.integrator.webhooks.settings.SecretsSettings;
import io.integrator.webhooks.settings.Setting;
import io.integrator.webhooks.settings.SettingsException;
import io.integrator.webhooks.settings.TracingSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The settings of {@code dev}: what it does otherwise than {@code serve}, and what it fills in. */
final class DevSettings {

    /** A first webhook's story in minutes rather than days, and subscribers on this machine. */
    private static final Map<String, String> OWN = own();

    /** Where {@code dev} itself stands; another Postgres or Kafka is {@code serve}'s matter. */
    private static final List<Setting<?>> FIXED = Stream.of(
                    List.of(PostgresSettings.URI), PostgresSettings.TLS.all(), KafkaConnection.all())
            .<Setting<?>>flatMap(List::stream)
            .toList();

    private DevSettings() {}

    private static Map<String, String> own() {
        Map<String, String> own = new LinkedHashMap<>();
        own.put(EgressSettings.ALLOW.name(), "127.0.0.0/8,::1/128");
        own.put(EgressSettings.ALLOW_HTTP.name(), "true");
        own.put(RetrySettings.SCHEDULE.name(), "2s,4s,8s,15s,30s,1m,2m,5m,10m");
        own.put(RetrySettings.OVERLOAD_MINIMUM.name(), "0");
        own.put(DisableSettings.FAILURES.name(), "5");
        own.put(DisableSettings.AGE.name(), "0");
        own.put(BreakerSettings.PROBE_AFTER.name(), "1s");
        own.put(BreakerSettings.PROBE_MAXIMUM.name(), "5s");
        return own;
    }

    /** What is otherwise than in {@code serve} and matters to whoever tries it, in effect after {@code --set}. */
    static Map<String, String> shown(Map<String, String> set) {
        Map<String, String> shown = new LinkedHashMap<>(OWN);
        shown.replaceAll(set::getOrDefault);
        return shown;
    }

    /** What is in effect before the servers have started: everything but where they are. */
    static Map<String, String> texts(
            DevDirectory directory, SigningKey key, int port, int managementPort, Map<String, String> set) {
        requireNotFixed(set);
        Map<String, String> texts = new LinkedHashMap<>(OWN);
        texts.put(HttpSettings.HOST.name(), "127.0.0.1");
        texts.put(HttpSettings.PORT.name(), Integer.toString(port));
        texts.put(HttpSettings.MANAGEMENT_PORT.name(), Integer.toString(managementPort));
        texts.put(AuthSettings.JWKS_URI.name(), key.jwks().toUri().toString());
        texts.put(AuthSettings.ISSUER.name(), "integrator-webhooks-dev");
        texts.put(AuthSettings.AUDIENCE.name(), "integrator-webhooks");
        texts.put(SecretsSettings.KEY.name(), directory.masterKey());
        texts.put(TracingSettings.SAMPLE.name(), "1");
        // Its servers are up before it, and there is no load balancer.
        texts.put(LifecycleSettings.START_TIMEOUT.name(), "0");
        texts.put(LifecycleSettings.STOP_DELAY.name(), "0");
        texts.putAll(set);
        return texts;
    }

    /** The same, with the servers. */
    static Map<String, String> withServers(Map<String, String> texts, String postgresUri, String bootstrapServers) {
        Map<String, String> all = new LinkedHashMap<>(texts);
        all.put(PostgresSettings.URI.name(), postgresUri);
        all.put(KafkaConnection.BOOTSTRAP_SERVERS.name(), bootstrapServers);
        return all;
    }

    /** @throws SettingsException when one is set that is {@code dev}'s own to say */
    static void requireNotFixed(Map<String, String> set) {
        List<String> faults = FIXED.stream()
                .map(Setting::name)
                .filter(set::containsKey)
                .map(name -> name + " can't be set: dev brings its own; serve takes another")
                .toList();
        if (!faults.isEmpty()) {
            throw new SettingsException(faults);
        }
    }
}
