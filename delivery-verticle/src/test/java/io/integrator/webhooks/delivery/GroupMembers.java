package io.integrator.webhooks.delivery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.KafkaFuture;

/** Who consumes in a group, as its coordinator sees it. */
final class GroupMembers implements AutoCloseable {

    private final String group;
    private final Admin admin = Admin.create(Map.of("bootstrap.servers", Platform.BACKENDS.bootstrapServers()));

    GroupMembers(String group) {
        this.group = group;
    }

    /** The consumer that each partition is assigned to; nothing while the group is finding out. A consumer keeps its name over an eviction. */
    Map<Integer, String> owners() {
        ConsumerGroupDescription description =
                done(admin.describeConsumerGroups(List.of(group)).all()).get(group);
        Map<Integer, String> owners = new HashMap<>();
        if (description.groupState() == GroupState.STABLE) {
            description
                    .members()
                    .forEach(member -> member.assignment()
                            .topicPartitions()
                            .forEach(partition -> owners.put(partition.partition(), member.clientId())));
        }
        return owners;
    }

    /** Takes all members' partitions away, as if they had been silent for too long: they hear of it when it has happened. */
    void evictAll() {
        done(admin.removeMembersFromConsumerGroup(group, new RemoveMembersFromConsumerGroupOptions())
                .all());
    }

    private static <T> T done(KafkaFuture<T> asked) {
        try {
            return asked.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        admin.close();
    }
}
