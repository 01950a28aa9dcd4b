package io.integrator.webhooks.settings;

import java.time.Duration;
import java.util.List;

/**
 * Where domain events come from, and where the platform hears of webhooks.
 *
 * @param bootstrapServers brokers to start from, host:port separated by commas
 * @param topics topics with domain events; what is refused goes to the topic of the same name with .dead-letter added
 * @param lifecycleTopic topic on which the platform is told what happens to webhooks
 * @param group the consumer group
 * @param sessionTimeout how long a silent worker keeps its partitions
 */
public record KafkaSettings(
        String bootstrapServers, List<String> topics, String lifecycleTopic, String group, Duration sessionTimeout) {

    public static final Setting<String> BOOTSTRAP_SERVERS = Setting.required(
            "WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS",
            SettingType.text(),
            "brokers to start from, host:port separated by commas");

    public static final Setting<List<String>> TOPICS = Setting.of(
            "WEBHOOKS_KAFKA_TOPICS",
            SettingType.texts(),
            "domain-events",
            "topics with domain events; what is refused goes to the topic of the same name with .dead-letter added");

    public static final Setting<String> LIFECYCLE_TOPIC = Setting.of(
            "WEBHOOKS_KAFKA_LIFECYCLE_TOPIC",
            SettingType.text(),
            "webhook-lifecycle",
            "topic on which the platform is told what happens to webhooks");

    public static final Setting<String> GROUP =
            Setting.of("WEBHOOKS_KAFKA_GROUP", SettingType.text(), "integrator-webhooks", "the consumer group");

    public static final Setting<Duration> SESSION_TIMEOUT = Setting.of(
            "WEBHOOKS_KAFKA_SESSION_TIMEOUT",
            SettingType.duration(),
            "10s",
            "how long a silent worker keeps its partitions");

    static final List<Setting<?>> ALL = List.of(BOOTSTRAP_SERVERS, TOPICS, LIFECYCLE_TOPIC, GROUP, SESSION_TIMEOUT);

    /** Reads the area; faults are left with the reader, and the result is then not to be used. */
    public static KafkaSettings read(SettingReader reader) {
        return new KafkaSettings(
                reader.read(BOOTSTRAP_SERVERS),
                reader.read(TOPICS),
                reader.read(LIFECYCLE_TOPIC),
                reader.read(GROUP),
                reader.read(SESSION_TIMEOUT));
    }
}
