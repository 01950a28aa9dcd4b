package io.integrator.webhooks.delivery;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Reads what was refused. */
final class DeadLetterTopic {

    private DeadLetterTopic() {}

    /** Every record of a topic's dead-letter topic. */
    static List<ConsumerRecord<byte[], byte[]>> read(String topic) {
        return TopicReader.readAll(topic + ".dead-letter");
    }

    static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
