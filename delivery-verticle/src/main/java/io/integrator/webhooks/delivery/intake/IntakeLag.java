package io.integrator.webhooks.delivery.intake;

import io.integrator.webhooks.settings.KafkaSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * How many records the partitions of a worker have that aren't settled. It asks the brokers every few seconds, by a client of its
 * own: what the consumer knows is as old as its last fetch, and there is none while partitions are paused, which is when the lag
 * grows; and a question by the consumer waits for polls, and polls for it. Of one event loop.
 */
final class IntakeLag {

    private static final Duration EVERY = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(4);

    private final Vertx vertx;
    private final KafkaSettings settings;
    private final Partitions partitions;
    private Future<Admin> admin = Future.failedFuture("not started");
    private long timer;
    private boolean asking;
    private double records = Double.NaN;

    IntakeLag(Vertx vertx, KafkaSettings settings, Partitions partitions) {
        this.vertx = vertx;
        this.settings = settings;
        this.partitions = partitions;
    }

    /** Asks from now on. */
    void start() {
        Map<String, Object> configuration = settings.connection().adminProperties(TIMEOUT.dividedBy(2), TIMEOUT);
        admin = vertx.executeBlocking(() -> Admin.create(configuration));
        timer = vertx.setPeriodic(1, EVERY.toMillis(), due -> ask());
    }

    /** Asks no more. */
    Future<Void> stop() {
        vertx.cancelTimer(timer);
        return admin.compose(client -> vertx.<Void>executeBlocking(() -> {
                    client.close(Duration.ZERO);
                    return null;
                }))
                .otherwiseEmpty();
    }

    /** As of the last answer; NaN when there was none. */
    double records() {
        return records;
    }

    private void ask() {
        if (asking) {
            return;
        }
        asking = true;
        admin.compose(this::behind).onComplete(behind -> {
            asking = false;
            records = behind.succeeded() ? behind.result() : Double.NaN;
        });
    }

    private Future<Double> behind(Admin client) {
        Set<TopicPartition> assigned = partitions.assigned();
        if (assigned.isEmpty()) {
            return Future.succeededFuture(0.0);
        }
        Future<Map<TopicPartition, ListOffsetsResultInfo>> ends = answer(client.listOffsets(
                        assigned.stream().collect(Collectors.toMap(Function.identity(), one -> OffsetSpec.latest())),
                        new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
                .all());
        return ends.compose(known -> starts(client, assigned)
                .map(starts -> known.entrySet().stream()
                        .filter(end -> starts.containsKey(end.getKey()))
                        .mapToDouble(end -> Math.max(0, end.getValue().offset() - starts.get(end.getKey())))
                        .sum()));
    }

    /** Where each partition has been settled up to; as the group has committed where nothing has been taken yet. */
    private Future<Map<TopicPartition, Long>> starts(Admin client, Set<TopicPartition> assigned) {
        Map<TopicPartition, Long> taken = partitions.settledUpTo();
        if (taken.keySet().containsAll(assigned)) {
            return Future.succeededFuture(taken);
        }
        return answer(client.listConsumerGroupOffsets(settings.group()).partitionsToOffsetAndMetadata())
                .map(committed -> {
                    Map<TopicPartition, Long> starts = new HashMap<>();
                    committed.forEach((partition, offset) -> {
                        if (offset != null) {
                            starts.put(partition, offset.offset());
                        }
                    });
                    starts.putAll(taken);
                    return starts;
                });
    }

    private <T> Future<T> answer(KafkaFuture<T> asked) {
        return Future.fromCompletionStage(asked.toCompletionStage(), vertx.getOrCreateContext());
    }
}
