package io.integrator.webhooks.settings;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where domain events come from, and where the platform hears of webhooks.
 *
 * @param connection how the brokers are reached
 * @param topics topics with domain events; what is refused goes to the topic of the same name with .dead-letter added
 * @param lifecycleTopic topic on which the platform is told what happens to webhooks
 * @param group the consumer group
 * @param sessionTimeout how long a silent worker keeps its partitions
 */
public record KafkaSettings(
        KafkaConnection connection, List<String> topics, String lifecycleTopic, String group, Duration sessionTimeout) {

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

    static final List<Setting<?>> ALL = Stream.of(
                    KafkaConnection.all(), List.of(TOPICS, LIFECYCLE_TOPIC, GROUP, SESSION_TIMEOUT))
            .<Setting<?>>flatMap(List::stream)
            .toList();

    static final SettingArea AREA = new SettingArea("Kafka", """
            Brokers on other machines are spoken to by TLS, their certificates and names verified, unless that is turned off.
            [Connections](connections.md) has authorities, client certificates, passwords, and what the service has to be allowed there.
            """, ALL);

    /** Reads the area; faults are left with the reader, and the result is then not to be used. */
    public static KafkaSettings read(SettingReader reader) {
        return new KafkaSettings(
                KafkaConnection.read(reader),
                reader.read(TOPICS),
                reader.read(LIFECYCLE_TOPIC),
                reader.read(GROUP),
                reader.read(SESSION_TIMEOUT));
    }
}
