package io.integrator.webhooks.bench.environment;

import io.integrator.webhooks.bench.process.Wait;
import io.integrator.webhooks.launcher.CommandException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.GroupState;

/** Looks at how a topic is shared out between the members of a group. */
final class ConsumerGroup {

    private static final Duration LIMIT = Duration.ofMinutes(1);

    private ConsumerGroup() {}

    /** Returns when each of so many members has a part of the topic, all of which is given to somebody. */
    static void awaitShares(String bootstrapServers, String group, int members, int partitions) {
        try (Admin admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                AdminClientConfig.ENABLE_METRICS_PUSH_CONFIG,
                false))) {
            Wait.until("the sharing out of a topic between " + members + " processes", LIMIT, () -> {
                List<Integer> shares = sharesOf(description(admin, group));
                boolean sharedOut = shares.size() == members
                        && shares.stream().mapToInt(Integer::intValue).sum() == partitions
                        && shares.stream().allMatch(share -> share > 0);
                return sharedOut ? Optional.of(Boolean.TRUE) : Optional.empty();
            });
        }
    }

    /** Nobody's, while it is being shared out. */
    private static List<Integer> sharesOf(ConsumerGroupDescription group) {
        Collection<MemberDescription> members =
                group.groupState() == GroupState.STABLE ? group.members() : List.<MemberDescription>of();
        return members.stream()
                .map(member -> member.assignment().topicPartitions().size())
                .toList();
    }

    private static ConsumerGroupDescription description(Admin admin, String group) {
        try {
            return admin.describeConsumerGroups(List.of(group))
                    .describedGroups()
                    .get(group)
                    .get();
        } catch (ExecutionException e) {
            throw new CommandException("the group " + group + " can't be looked at", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted while the group " + group + " was looked at", e);
        }
    }
}
