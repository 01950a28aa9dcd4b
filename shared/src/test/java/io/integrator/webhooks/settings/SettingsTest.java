package io.integrator.webhooks.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SettingsTest {

    private static final String MASTER_KEY = "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    /** Every setting with its default; a ! stands for one that must be given, a * for a secret. */
    private static final String TABLE = """
            WEBHOOKS_HTTP_HOST=0.0.0.0
            WEBHOOKS_HTTP_PORT=8080
            WEBHOOKS_MANAGEMENT_HOST=127.0.0.1
            WEBHOOKS_MANAGEMENT_PORT=8081
            WEBHOOKS_HTTP_RATE=50
            WEBHOOKS_HTTP_BURST=100
            WEBHOOKS_HTTP_CORS_ORIGINS=
            WEBHOOKS_HTTP_STREAM_HEARTBEAT=15s
            WEBHOOKS_HTTP_STREAMS_PER_INTEGRATOR=8
            WEBHOOKS_HTTP_STREAMS=256
            WEBHOOKS_HTTP_CONNECTIONS=1024
            WEBHOOKS_HTTP_REQUESTS=256
            WEBHOOKS_HTTP_REQUESTS_PER_INTEGRATOR=64
            WEBHOOKS_HTTP_TIMEOUT=75s
            WEBHOOKS_POSTGRES_URI=!*
            WEBHOOKS_POSTGRES_POOL_SIZE=8
            WEBHOOKS_POSTGRES_MIGRATE=true
            WEBHOOKS_POSTGRES_TLS=auto
            WEBHOOKS_POSTGRES_CA_BUNDLE=
            WEBHOOKS_POSTGRES_CLIENT_CERTIFICATE=
            WEBHOOKS_POSTGRES_CLIENT_KEY=
            WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS=!
            WEBHOOKS_KAFKA_TLS=auto
            WEBHOOKS_KAFKA_CA_BUNDLE=
            WEBHOOKS_KAFKA_CLIENT_CERTIFICATE=
            WEBHOOKS_KAFKA_CLIENT_KEY=
            WEBHOOKS_KAFKA_SASL_MECHANISM=none
            WEBHOOKS_KAFKA_SASL_USERNAME=
            WEBHOOKS_KAFKA_SASL_PASSWORD=*
            WEBHOOKS_KAFKA_TOPICS=domain-events
            WEBHOOKS_KAFKA_LIFECYCLE_TOPIC=webhook-lifecycle
            WEBHOOKS_KAFKA_GROUP=integrator-webhooks
            WEBHOOKS_KAFKA_SESSION_TIMEOUT=10s
            WEBHOOKS_AUTH_JWKS_URI=!
            WEBHOOKS_AUTH_ISSUER=!
            WEBHOOKS_AUTH_AUDIENCE=!
            WEBHOOKS_AUTH_INTEGRATOR_CLAIM=integrator_id
            WEBHOOKS_SECRETS_KEY=!*
            WEBHOOKS_SEND_DEADLINE=15s
            WEBHOOKS_SEND_CONNECT_TIMEOUT=5s
            WEBHOOKS_SEND_IN_FLIGHT_PER_WEBHOOK=16
            WEBHOOKS_SEND_IN_FLIGHT=1024
            WEBHOOKS_RETRY_SCHEDULE=5s,5m,30m,2h,5h,10h,14h,20h,24h
            WEBHOOKS_RETRY_JITTER=0.2
            WEBHOOKS_RETRY_OVERLOAD_MINIMUM=60s
            WEBHOOKS_RETRY_POLL_INTERVAL=200ms
            WEBHOOKS_BREAKER_FAILURES=5
            WEBHOOKS_BREAKER_PROBE_AFTER=1m
            WEBHOOKS_BREAKER_PROBE_MAXIMUM=15m
            WEBHOOKS_DISABLE_FAILURES=20
            WEBHOOKS_DISABLE_AGE=120h
            WEBHOOKS_EGRESS_ALLOW=
            WEBHOOKS_EGRESS_ALLOW_HTTP=false
            WEBHOOKS_EGRESS_DNS_SERVERS=
            WEBHOOKS_EGRESS_CA_BUNDLE=
            WEBHOOKS_BACKLOG_RATE=10
            WEBHOOKS_RETENTION=30d
            WEBHOOKS_WORKER_INSTANCES=1
            WEBHOOKS_WORKER_UNSETTLED=2048
            WEBHOOKS_WORKER_UNSETTLED_BYTES=33554432
            WEBHOOKS_WORKER_LEASE_AFTER=1s
            WEBHOOKS_WORKER_FLUSH_ROWS=500
            WEBHOOKS_WORKER_FLUSH_AGE=5ms
            WEBHOOKS_WORKER_COMMIT_INTERVAL=1s
            WEBHOOKS_WORKER_STOP_TIMEOUT=20s
            WEBHOOKS_WORKER_UNSETTLED_ALARM=60s
            WEBHOOKS_START_TIMEOUT=
            WEBHOOKS_HTTP_STOP_DELAY=5s
            WEBHOOKS_TRACING_OTLP_ENDPOINT=
            WEBHOOKS_TRACING_OTLP_HEADERS=*
            WEBHOOKS_TRACING_SAMPLE=0.01
            WEBHOOKS_TRACING_ATTRIBUTES=
            """;

    @Test
    void everyNameAndDefaultIsPinned() {
        String actual = String.join(
                "\n", Settings.all().stream().map(SettingsTest::line).toList());

        assertThat(actual + "\n").isEqualTo(TABLE);
    }

    private static String line(Setting<?> setting) {
        return setting.name() + "=" + setting.defaultText().orElse("!") + (setting.secret() ? "*" : "");
    }

    @Test
    void everyDefaultParses() {
        SettingReader reader = new SettingReader(required());

        Settings.all()
                .forEach(setting -> assertThat(reader.<Object>read(widen(setting)))
                        .as(setting.name())
                        .isNotNull());

        assertThatCode(reader::requireNoFaults).doesNotThrowAnyException();
    }

    @Test
    void everySettingSaysWhatItMeansAndWhatItTakes() {
        assertThat(Settings.all()).allSatisfy(setting -> {
            assertThat(setting.description()).isNotBlank();
            assertThat(setting.type().form()).isNotBlank();
        });
    }

    @Test
    void everyAreaReadsItsDefaults() {
        SettingReader reader = new SettingReader(required());

        assertThat(HttpSettings.read(reader)).isEqualTo(new HttpSettings("0.0.0.0", 8080, "127.0.0.1", 8081));
        assertThat(ApiSettings.read(reader).sendDeadline()).hasSeconds(15);
        assertThat(LoadSettings.read(reader)).isEqualTo(new LoadSettings(1024, 256, 64, Duration.ofSeconds(75)));
        assertThat(PostgresSettings.read(reader).poolSize()).isEqualTo(8);
        assertThat(KafkaSettings.read(reader).topics()).containsExactly("domain-events");
        assertThat(AuthSettings.read(reader).integratorClaim()).isEqualTo("integrator_id");
        assertThat(SecretsSettings.read(reader).masterKeys()).containsOnlyKeys("k1");
        assertThat(SendSettings.read(reader).inFlight()).isEqualTo(1024);
        assertThat(RetrySettings.read(reader).schedule()).hasSize(9);
        assertThat(BreakerSettings.read(reader).failures()).isEqualTo(5);
        assertThat(DisableSettings.read(reader).failures()).isEqualTo(20);
        assertThat(EgressSettings.read(reader).allow()).isEmpty();
        assertThat(BacklogSettings.read(reader).rate()).isEqualTo(10);
        assertThat(RetentionSettings.read(reader).period()).hasDays(30);
        assertThat(WorkerSettings.read(reader).unsettled()).isEqualTo(2048);
        assertThat(TracingSettings.read(reader).endpoint()).isEmpty();
        assertThat(LifecycleSettings.read(reader))
                .isEqualTo(new LifecycleSettings(Optional.empty(), Duration.ofSeconds(5)));
        assertThatCode(reader::requireNoFaults).doesNotThrowAnyException();
    }

    @Test
    void anUnknownNameIsRefused() {
        Map<String, String> texts = required();
        texts.put("WEBHOOKS_SEND_DEADLINES", "15s");
        SettingReader reader = new SettingReader(texts);

        assertThatThrownBy(reader::requireNoFaults)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("WEBHOOKS_SEND_DEADLINES is not a setting");
    }

    @Test
    void namesOfOthersAreLeftAlone() {
        Map<String, String> texts = required();
        texts.put("PATH", "/bin");
        texts.put("webhooks_http_port", "no");

        assertThatCode(new SettingReader(texts)::requireNoFaults).doesNotThrowAnyException();
    }

    @Test
    void aMissingRequiredSettingIsToldWithItsMeaningAndForm() {
        SettingReader reader = new SettingReader(Map.of());

        assertThat(reader.read(KafkaConnection.BOOTSTRAP_SERVERS)).isNull();

        assertThatThrownBy(reader::requireNoFaults)
                .hasMessageContaining("WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS is not set")
                .hasMessageContaining(KafkaConnection.BOOTSTRAP_SERVERS.description())
                .hasMessageContaining(KafkaConnection.BOOTSTRAP_SERVERS.type().form());
    }

    @Test
    void everyFaultIsToldAtOnce() {
        SettingReader reader = new SettingReader(Map.of("WEBHOOKS_HTTP_PORT", "eighty", "WEBHOOKS_RETENTION", "soon"));

        HttpSettings.read(reader);
        RetentionSettings.read(reader);
        reader.fault("two settings contradict each other");

        assertThatThrownBy(reader::requireNoFaults)
                .hasMessageContaining("WEBHOOKS_HTTP_PORT is 'eighty'")
                .hasMessageContaining("WEBHOOKS_RETENTION is 'soon'")
                .hasMessageContaining("two settings contradict each other");
    }

    @Test
    void aLimitIsALengthOfTimeNoneOrThereIsNoLimit() {
        assertThat(SettingType.limit().parser().apply("30s")).contains(Duration.ofSeconds(30));
        assertThat(SettingType.limit().parser().apply("0")).contains(Duration.ZERO);
        assertThat(SettingType.limit().parser().apply("")).isEmpty();
    }

    @Test
    void whiteSpaceAroundATextIsLeftOut() {
        SettingReader reader = new SettingReader(Map.of("WEBHOOKS_HTTP_PORT", " 81\n"));

        assertThat(reader.read(HttpSettings.PORT)).isEqualTo(81);
    }

    @Test
    void aNameWithoutThePrefixIsAProgrammersError() {
        assertThatThrownBy(() -> Setting.of("HTTP_PORT", SettingType.port(), "1", "a port"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("HTTP_PORT");
    }

    @SuppressWarnings("unchecked")
    private static Setting<Object> widen(Setting<?> setting) {
        return (Setting<Object>) setting;
    }

    private static Map<String, String> required() {
        Map<String, String> texts = new HashMap<>();
        texts.put("WEBHOOKS_POSTGRES_URI", "postgresql://u:p@localhost:5432/d");
        texts.put("WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS", "localhost:9092");
        texts.put("WEBHOOKS_AUTH_JWKS_URI", "https://issuer.example/keys");
        texts.put("WEBHOOKS_AUTH_ISSUER", "https://issuer.example");
        texts.put("WEBHOOKS_AUTH_AUDIENCE", "webhooks");
        texts.put("WEBHOOKS_SECRETS_KEY", MASTER_KEY);
        return texts;
    }
}
