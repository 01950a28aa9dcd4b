package io.integrator.webhooks.delivery;

import static io.integrator.webhooks.domain.EventType.PAYMENT_COMPLETED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Workers that share a group and a database get in nobody's way. */
class SeveralWorkersTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int PARTITIONS = EventTopic.PARTITIONS;

    private final HeldAnswers answers = new HeldAnswers();
    private Platform platform;
    private GroupMembers members;
    private TestSubscriber subscriber;
    private UUID webhook;

    @BeforeEach
    void start() {
        platform = new Platform()
                .with("WEBHOOKS_KAFKA_SESSION_TIMEOUT", "1s")
                // What is posted holds its record until it is answered.
                .with("WEBHOOKS_WORKER_LEASE_AFTER", "60s")
                .with("WEBHOOKS_SEND_DEADLINE", "60s");
        members = new GroupMembers(platform.topic());
        subscriber = platform.startSubscriber();
        webhook = platform.register("acme", subscriber.url("/"), PAYMENT_COMPLETED);
    }

    @AfterEach
    void stop() {
        answers.answerAll();
        members.close();
        platform.close();
    }

    @Test
    void whatEndsAfterItsPartitionWasHandedOverMovesNoOffset() {
        subscriber.answers(answers);
        platform.startWorker();
        List<String> ids = publishToEachPartition();
        Map<Integer, String> before = members.owners();
        platform.startWorker();
        List<Integer> moved = awaitMoved(before);

        awaitSecondPosts(ids, moved);
        answers.answerFirsts();

        expectOffsetsOfAllBut(moved);
        answers.answerAll();
        expectOffsetsOfAllBut(List.of());
        assertThat(platform.count("select count(*) from event")).isEqualTo(PARTITIONS);
    }

    @Test
    void whatEndsAfterItsPartitionWasLostMovesNoOffset() {
        platform.startWorker();
        platform.startWorker();
        awaitTwoOwners();
        subscriber.answers(answers);
        List<String> ids = publishToEachPartition();
        Map<Integer, String> before = members.owners();
        List<Integer> moved = List.of();
        while (moved.isEmpty()) {
            members.evictAll();
            moved = awaitMoved(before);
        }

        awaitSecondPosts(ids, moved);
        answers.answerFirsts();

        expectOffsetsOfAllBut(moved);
        answers.answerAll();
        expectOffsetsOfAllBut(List.of());
        assertThat(platform.count("select count(*) from event")).isEqualTo(PARTITIONS);
    }

    @Test
    void whatOneWorkerHasClaimedAnotherDoesNotSend() {
        platform.with("WEBHOOKS_SEND_IN_FLIGHT", "8");
        subscriber.answers((request, count) ->
                platform.vertx.setTimer(20, late -> request.response().end()));
        List<String> owed = platform.owe(webhook, 300);

        List<Platform.Worker> workers = List.of(platform.startWorker(), platform.startWorker());

        await().atMost(LONG).until(() -> platform.count("select count(*) from owed") == 0);
        assertThat(subscriber.ids()).containsExactlyInAnyOrderElementsOf(owed);
        assertThat(workers).allMatch(worker -> attempts(worker) > 0);
    }

    private List<String> publishToEachPartition() {
        List<String> ids = IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> platform.publish(partition, PAYMENT_COMPLETED))
                .toList();
        await().atMost(LONG).until(() -> ids.stream().allMatch(id -> answers.posts(id) == 1));
        return ids;
    }

    private void awaitTwoOwners() {
        await().atMost(LONG).until(() -> {
            Map<Integer, String> owners = members.owners();
            return owners.size() == PARTITIONS && new HashSet<>(owners.values()).size() == 2;
        });
    }

    /** The partitions that have another owner than before, once both workers have some. */
    private List<Integer> awaitMoved(Map<Integer, String> before) {
        awaitTwoOwners();
        List<Integer> moved = new ArrayList<>();
        members.owners().forEach((partition, owner) -> {
            if (!owner.equals(before.get(partition))) {
                moved.add(partition);
            }
        });
        return moved;
    }

    private void awaitSecondPosts(List<String> ids, List<Integer> moved) {
        await().atMost(LONG).until(() -> moved.stream().allMatch(partition -> answers.posts(ids.get(partition)) >= 2));
    }

    /** Each partition's one record is committed, and stays uncommitted in those whose owner has no answer yet. */
    private void expectOffsetsOfAllBut(List<Integer> open) {
        await().atMost(LONG)
                .until(() -> platform.count("select count(distinct event_key) from attempt where outcome = 'ok'")
                        == PARTITIONS);
        await().atMost(LONG)
                .during(Duration.ofSeconds(1))
                .until(() -> IntStream.range(0, PARTITIONS)
                        .allMatch(partition ->
                                platform.events.committed(partition).orElse(0L) == (open.contains(partition) ? 0 : 1)));
    }

    private static long attempts(Platform.Worker worker) {
        return worker.metrics.find("webhooks.attempts").timers().stream()
                .mapToLong(Timer::count)
                .sum();
    }
}
