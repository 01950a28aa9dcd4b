package io.integrator.webhooks.launcher.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the ledger and the log come to when all is settled.
 *
 * @param fault       what was done, for people
 * @param took        from the first event until all was settled
 * @param events      ids of the events that Kafka acknowledged
 * @param promised    each of them for each webhook
 * @param accepted    what the subscriber accepted, and how often
 * @param invented    what of that was never produced
 * @param recorded    ids of the recorded events, one a row
 * @param delivered   what the attempt log has as delivered, one an attempt
 * @param unanswered  what the attempt log has as posted without an answer in time, one an attempt
 * @param owed        deliveries that are not settled
 * @param uncommitted records whose offsets Kafka doesn't have as done
 * @param bound       how many duplicates the fault allows, beside those whose first POST wasn't answered in time
 */
record Balance(
        String fault,
        Duration took,
        Set<String> events,
        Set<Due> promised,
        Map<Due, Integer> accepted,
        Set<Due> invented,
        List<String> recorded,
        List<Due> delivered,
        List<Due> unanswered,
        long owed,
        long uncommitted,
        int bound) {

    /** Fails unless nothing is lost, nothing invented, everything recorded once, and repeats are within the bound. */
    void requireEven() {
        assertThat(lost()).as("lost").isEmpty();
        assertThat(invented).as("never produced").isEmpty();
        assertThat(recorded).as("recorded events").doesNotHaveDuplicates().hasSameElementsAs(events);
        assertThat(new HashSet<>(delivered)).as("delivered by the log").isEqualTo(promised);
        assertThat(delivered.size()).as("successful attempts on the log").isLessThanOrEqualTo(posts());
        assertThat(owed).as("owed").isZero();
        assertThat(uncommitted).as("uncommitted records").isZero();
        assertThat(duplicates() - retries()).as("duplicates").isLessThanOrEqualTo(bound);
    }

    private Set<Due> lost() {
        Set<Due> lost = new HashSet<>(promised);
        lost.removeAll(accepted.keySet());
        return lost;
    }

    private int posts() {
        return accepted.values().stream().mapToInt(Integer::intValue).sum();
    }

    private int duplicates() {
        return posts() - accepted.size();
    }

    /** Duplicates that are retries by the policy: the subscriber accepted a POST whose answer came too late for its deadline. */
    private int retries() {
        return duplicates()
                - repeated().values().stream().mapToInt(Integer::intValue).sum();
    }

    /** What came more often than the log has a reason for, and how much more often. */
    Map<Due, Integer> repeated() {
        Map<Due, Integer> repeated = new HashMap<>();
        accepted.forEach((due, times) -> repeated.put(due, times - 1));
        unanswered.forEach(due -> repeated.computeIfPresent(due, (same, times) -> Math.max(0, times - 1)));
        repeated.values().removeIf(times -> times == 0);
        return repeated;
    }

    @Override
    public String toString() {
        return ("fault: %s; %.1f s, %d events, %d deliveries, %d POSTs, %d lost, %d duplicates (%d after no answer in time,"
                        + " others at most %d)")
                .formatted(
                        fault,
                        took.toMillis() / 1_000.0,
                        events.size(),
                        promised.size(),
                        posts(),
                        lost().size(),
                        duplicates(),
                        retries(),
                        bound);
    }
}
