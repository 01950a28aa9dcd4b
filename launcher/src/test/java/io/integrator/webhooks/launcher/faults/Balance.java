package io.integrator.webhooks.launcher.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the ledger and the log come to when all is settled.
 *
 * @param fault     what was done, for people
 * @param took      from the first event until all was settled
 * @param events    ids of the events that Kafka acknowledged
 * @param promised  each of them for each webhook
 * @param accepted  what the subscriber accepted, once or more often
 * @param invented  what of that was never produced
 * @param posts     how many POSTs it accepted
 * @param recorded  ids of the recorded events, one a row
 * @param delivered what the attempt log has as delivered, one an attempt
 * @param owed      deliveries that are not settled
 * @param bound     how many duplicates the policy allows
 */
record Balance(
        String fault,
        Duration took,
        Set<String> events,
        Set<Due> promised,
        Set<Due> accepted,
        Set<Due> invented,
        int posts,
        List<String> recorded,
        List<Due> delivered,
        long owed,
        int bound) {

    /** Fails unless nothing is lost, nothing invented, everything recorded once, and repeats are within the bound. */
    void requireEven() {
        assertThat(lost()).as("lost").isEmpty();
        assertThat(invented).as("never produced").isEmpty();
        assertThat(recorded).as("recorded events").doesNotHaveDuplicates().hasSameElementsAs(events);
        assertThat(new HashSet<>(delivered)).as("delivered by the log").isEqualTo(promised);
        assertThat(delivered.size()).as("successful attempts on the log").isLessThanOrEqualTo(posts);
        assertThat(owed).as("owed").isZero();
        assertThat(duplicates()).as("duplicates").isLessThanOrEqualTo(bound);
    }

    private Set<Due> lost() {
        Set<Due> lost = new HashSet<>(promised);
        lost.removeAll(accepted);
        return lost;
    }

    private int duplicates() {
        return posts - accepted.size();
    }

    @Override
    public String toString() {
        return "fault: %s; %.1f s, %d events, %d deliveries, %d POSTs, %d lost, %d duplicates (at most %d)"
                .formatted(
                        fault,
                        took.toMillis() / 1_000.0,
                        events.size(),
                        promised.size(),
                        posts,
                        lost().size(),
                        duplicates(),
                        bound);
    }
}
