package io.integrator.webhooks.bench.contest;

import java.util.ArrayList;
import java.util.List;

/**
 * One group's side of a phase's ledger.
 *
 * @param expected  deliveries that its events, and what was owed before, come to
 * @param posts     requests that arrived
 * @param repeats   requests whose event the webhook had got before
 * @param attempts  rows in the attempt log
 * @param delivered deliveries with a successful attempt in it
 * @param owed      deliveries that are owed
 */
public record Account(long expected, long posts, long repeats, long attempts, long delivered, long owed) {

    /** The sums of both. */
    public Account plus(Account other) {
        return new Account(
                expected + other.expected,
                posts + other.posts,
                repeats + other.repeats,
                attempts + other.attempts,
                delivered + other.delivered,
                owed + other.owed);
    }

    /** What doesn't balance: each delivery is made or owed, and each request is written. */
    List<String> faults(String whose) {
        List<String> faults = new ArrayList<>();
        if (posts != attempts) {
            faults.add(whose + ": " + posts + " POSTs arrived and " + attempts + " attempts are written");
        }
        if (delivered + owed != expected) {
            faults.add(whose + ": of " + expected + " deliveries " + delivered + " are made and " + owed + " owed");
        }
        return faults;
    }

    /** The same, where every delivery has to be made, by one request. */
    List<String> faultsWhenAllIsMade(String whose) {
        List<String> faults = faults(whose);
        if (owed > 0) {
            faults.add(whose + ": " + owed + " deliveries are owed");
        }
        if (posts != expected || repeats > 0) {
            faults.add(
                    whose + ": " + posts + " POSTs for " + expected + " deliveries, " + repeats + " of them repeats");
        }
        return faults;
    }

    /**
     * What doesn't balance where whoever delivers was killed: every delivery has to be made, and each request is written but
     * those that were made once more because nothing was written of them.
     */
    List<String> faultsWhenKilled(String whose) {
        List<String> faults = new Account(expected, posts - repeats, 0, attempts, delivered, owed).faults(whose);
        if (owed > 0) {
            faults.add(whose + ": " + owed + " deliveries are owed");
        }
        if (posts - repeats != expected) {
            faults.add(whose + ": of " + expected + " deliveries " + (posts - repeats) + " have arrived");
        }
        return faults;
    }
}
