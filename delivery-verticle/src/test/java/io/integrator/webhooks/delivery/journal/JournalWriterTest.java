package io.integrator.webhooks.delivery.journal;

import static io.integrator.webhooks.delivery.journal.JournalFixture.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.delivery.policy.Breaker;
import io.integrator.webhooks.delivery.sending.Passage;
import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.Lease;
import io.integrator.webhooks.domain.Target;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What two workers write at once, and of the same record. */
class JournalWriterTest {

    private static final int ROUNDS = 8;
    private static final int EVENTS = 480;

    private final Lease lease = new Lease(UUID.randomUUID(), NOW.plusSeconds(60));
    private JournalFixture fixture;

    @BeforeEach
    void start() {
        fixture = new JournalFixture();
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    @Test
    void aSuccessOfTheSecondWorkerSettlesWhatTheFirstOwes() {
        Target target = fixture.target();
        Delivery firsts = Delivery.first(target, fixture.event("same"));
        Delivery seconds = Delivery.first(target, fixture.event("same"));
        write(fixture.writer(), fixture.entry(firsts, fixture.failed(firsts)));

        write(fixture.writer(), fixture.entry(seconds, fixture.succeeded(seconds)));

        assertThat(fixture.count("select count(*) from event")).isEqualTo(1);
        assertThat(fixture.count("select count(*) from owed")).isZero();
        assertThat(attemptsOf(firsts)).isEqualTo(2);
    }

    @Test
    void aSendUnderALeaseThatEndsAfterItsEventWasFoundToBeARepeatBelongsToTheRecordedEvent() {
        Target target = fixture.target();
        Delivery firsts = Delivery.first(target, fixture.event("same"));
        Delivery seconds = Delivery.first(target, fixture.event("same"));
        write(fixture.writer(), fixture.entry(firsts, fixture.failed(firsts)));
        JournalWriter second = fixture.writer();
        write(second, JournalEntry.ofEvent(seconds.event(), List.of(fixture.bookkeeper.leased(seconds, lease))));

        Delivery leased = seconds.leased(lease);
        write(second, JournalEntry.ofOwed(fixture.bookkeeper.rowsFor(leased, fixture.succeeded(leased))));

        assertThat(fixture.count("select count(*) from owed")).isZero();
        assertThat(attemptsOf(firsts)).isEqualTo(2);
    }

    @Test
    void aBreakerThatClosesLeavesWhatARetryAfterAskedFor() {
        Delivery delivery = Delivery.first(fixture.target(), fixture.event("probed"));
        Passage.Sent success = (Passage.Sent) fixture.succeeded(delivery);
        fixture.run("update lane set probes = 2, waits_until = now() + interval '1 minute'");

        write(
                fixture.writer(),
                fixture.entry(
                        delivery,
                        new Passage.Sent(
                                success.attempt(),
                                success.verdict()
                                        .waiting(Optional.of(Instant.now().plusSeconds(3_600))),
                                Optional.of(Breaker.CLOSED))));

        assertThat(fixture.count(
                        "select count(*) from lane where probes = 0 and waits_until > now() + interval '30 minutes'"))
                .isEqualTo(1);
    }

    @Test
    void twoWorkersThatWriteTheSameInOppositeOrdersNeverWaitForEachOther() {
        List<Target> targets =
                IntStream.range(0, 12).mapToObj(number -> fixture.target()).toList();
        JournalWriter one = fixture.writer();
        JournalWriter other = fixture.writer();

        for (int round = 0; round < ROUNDS; round++) {
            boolean sameEvents = round % 2 == 0;
            List<JournalEntry> entries = failuresOf(targets, round + "-one");
            List<JournalEntry> reversed = failuresOf(targets, round + (sameEvents ? "-one" : "-other"));
            Collections.reverse(reversed);
            Future.join(one.write(entries), other.write(reversed)).await();
        }

        assertThat(fixture.count("select deadlocks from pg_stat_database where datname = current_database()"))
                .isZero();
        assertThat(fixture.count("select count(*) from webhook where disabled")).isEqualTo(targets.size());
        assertThat(fixture.count("select sum(failure_count) from webhook")).isEqualTo(2L * ROUNDS * EVENTS);
    }

    private List<JournalEntry> failuresOf(List<Target> targets, String round) {
        List<JournalEntry> entries = new ArrayList<>();
        for (int number = 0; number < EVENTS; number++) {
            Target target = targets.get(number % targets.size());
            Delivery delivery = Delivery.first(target, fixture.event("event-" + round + "-" + number));
            entries.add(fixture.entry(delivery, fixture.failed(delivery)));
        }
        return entries;
    }

    private static void write(JournalWriter writer, JournalEntry entry) {
        writer.write(List.of(entry)).await();
    }

    private long attemptsOf(Delivery delivery) {
        return fixture.count("select count(*) from attempt a join event e on e.key = a.event_key and e.key = '"
                + delivery.event().key() + "'");
    }
}
