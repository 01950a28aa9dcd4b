package io.integrator.webhooks.launcher.process;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** What each role of {@code serve} is told: no more than it needs, and waits that suit a test. */
public final class ServeSettings {

    /** As many failures in a row disable a webhook. */
    static final int DISABLE_FAILURES = 3;

    /** What secrets are sealed with, in all processes. */
    static final byte[] MASTER_KEY = randomKey();

    static final String MASTER_KEY_NAME = "k1";

    private static final String KEY =
            MASTER_KEY_NAME + ":" + Base64.getEncoder().encodeToString(MASTER_KEY);

    /** All processes open with it as well, so that it can take the place of the other. */
    private static final String NEXT_KEY = "k2:" + Base64.getEncoder().encodeToString(randomKey());

    private ServeSettings() {}

    private static byte[] randomKey() {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        return key;
    }

    /** What {@code reseal} is told to replace the master key. */
    static Map<String, String> reseal(TestDatabase database) {
        return Map.of("WEBHOOKS_POSTGRES_URI", database.uri().toString(), "WEBHOOKS_SECRETS_KEY", NEXT_KEY + "," + KEY);
    }

    /** On ports of this machine that are free; there is no load balancer that a stop has to wait for. */
    public static Map<String, String> local() {
        return Map.of(
                "WEBHOOKS_HTTP_HOST", "127.0.0.1",
                "WEBHOOKS_HTTP_PORT", "0",
                "WEBHOOKS_MANAGEMENT_PORT", "0",
                "WEBHOOKS_HTTP_STOP_DELAY", "0");
    }

    /** Nothing of Kafka. */
    public static Map<String, String> api(TestDatabase database, PlatformIssuer issuer) {
        Map<String, String> settings = common(database);
        settings.putAll(local());
        settings.put("WEBHOOKS_AUTH_JWKS_URI", issuer.jwks().toString());
        settings.put("WEBHOOKS_AUTH_ISSUER", PlatformIssuer.NAME);
        settings.put("WEBHOOKS_AUTH_AUDIENCE", PlatformIssuer.AUDIENCE);
        return settings;
    }

    /** Nothing of tokens. */
    public static Map<String, String> delivery(TestDatabase database, EventTopic topic) {
        Map<String, String> settings = common(database);
        settings.put("WEBHOOKS_MANAGEMENT_PORT", "0");
        settings.put("WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS", topic.bootstrapServers());
        settings.put("WEBHOOKS_KAFKA_TOPICS", topic.name());
        settings.put("WEBHOOKS_KAFKA_GROUP", topic.name());
        settings.put("WEBHOOKS_KAFKA_SESSION_TIMEOUT", "6s");
        settings.put("WEBHOOKS_RETRY_SCHEDULE", "100ms,100ms,100ms,100ms,100ms,100ms,100ms,100ms,100ms");
        settings.put("WEBHOOKS_RETRY_OVERLOAD_MINIMUM", "0");
        settings.put("WEBHOOKS_RETRY_POLL_INTERVAL", "50ms");
        settings.put("WEBHOOKS_DISABLE_FAILURES", Integer.toString(DISABLE_FAILURES));
        settings.put("WEBHOOKS_DISABLE_AGE", "0");
        settings.put("WEBHOOKS_WORKER_COMMIT_INTERVAL", "200ms");
        return settings;
    }

    private static Map<String, String> common(TestDatabase database) {
        Map<String, String> settings = new HashMap<>();
        settings.put("WEBHOOKS_POSTGRES_URI", database.uri().toString());
        settings.put("WEBHOOKS_SECRETS_KEY", KEY + "," + NEXT_KEY);
        settings.put("WEBHOOKS_EGRESS_ALLOW", "127.0.0.0/8");
        settings.put("WEBHOOKS_EGRESS_ALLOW_HTTP", "true");
        return settings;
    }
}
