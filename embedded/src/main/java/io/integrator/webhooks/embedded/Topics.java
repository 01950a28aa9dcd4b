package io.integrator.webhooks.embedded;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;

/** The topics of a single Kafka broker; replication factor 1. */
record Topics(String bootstrapServers) {

    private static final Duration LIMIT = Duration.ofSeconds(20);

    /** Creates the topic unless it exists; returns when every partition has its leader. */
    void create(String name, int partitions) {
        try (Admin admin = admin()) {
            NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty());
            boolean created = created(admin, topic);
            if (!Readiness.reached(LIMIT, () -> hasLeaders(describe(admin, name)))) {
                throw new BackendException("The topic " + name + " has no leader for every partition within " + LIMIT);
            }
            if (!created) {
                requirePartitions(describe(admin, name), partitions);
            }
        } catch (ExecutionException | TimeoutException e) {
            throw new BackendException(
                    "Cannot create the topic " + name + " with " + partitions + " partitions at " + bootstrapServers,
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BackendException("Interrupted while creating the topic " + name, e);
        }
    }

    /** Whether the broker answers before {@code limit} has passed. */
    boolean isServing(Duration limit) {
        try (Admin admin = admin()) {
            return Readiness.reached(
                    limit, () -> !get(admin.describeCluster().nodes()).isEmpty());
        }
    }

    private static boolean created(Admin admin, NewTopic topic)
            throws ExecutionException, TimeoutException, InterruptedException {
        try {
            get(admin.createTopics(List.of(topic)).all());
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw e;
        }
    }

    private static TopicDescription describe(Admin admin, String name)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<String, TopicDescription> all =
                get(admin.describeTopics(List.of(name)).allTopicNames());
        return all.get(name);
    }

    private static boolean hasLeaders(TopicDescription topic) {
        return topic.partitions().stream()
                .allMatch(each -> each.leader() != null && !each.leader().isEmpty());
    }

    private static void requirePartitions(TopicDescription topic, int partitions) {
        int actual = topic.partitions().size();
        if (actual != partitions) {
            throw new BackendException(
                    "The topic " + topic.name() + " exists with " + actual + " partitions, not " + partitions);
        }
    }

    private static <T> T get(KafkaFuture<T> future) throws ExecutionException, TimeoutException, InterruptedException {
        return future.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    }

    private Admin admin() {
        String patience = Long.toString(LIMIT.toMillis());
        return Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, patience,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, patience,
                AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG, "false"));
    }
}
