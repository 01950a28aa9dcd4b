package io.integrator.webhooks.bench.contest;

import java.util.ArrayList;
import java.util.List;

/**
 * What went in, what came out and what was written: figures of a run in which these differ mean nothing.
 *
 * @param published  events that Kafka took
 * @param recorded   events in the database
 * @param strays     requests of an earlier phase that arrived in this one
 * @param kills      how often the service was killed meanwhile, each of which may have it repeat what it hadn't written
 */
public record Ledger(long published, long recorded, long strays, Account measured, Account disturbing, long kills) {

    /** Of no phase. */
    public static final Ledger EMPTY =
            new Ledger(0, 0, 0, new Account(0, 0, 0, 0, 0, 0), new Account(0, 0, 0, 0, 0, 0));

    /** Of what was played with nobody killed. */
    public Ledger(long published, long recorded, long strays, Account measured, Account disturbing) {
        this(published, recorded, strays, measured, disturbing, 0);
    }

    /** The same where the service was killed so often. */
    public Ledger after(long killed) {
        return new Ledger(published, recorded, strays, measured, disturbing, killed);
    }

    /** The sums of both. */
    public Ledger plus(Ledger other) {
        return new Ledger(
                published + other.published,
                recorded + other.recorded,
                strays + other.strays,
                measured.plus(other.measured),
                disturbing.plus(other.disturbing),
                kills + other.kills);
    }

    /** What doesn't balance; empty when everything does. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (recorded != published) {
            faults.add(published + " events were published and " + recorded + " are recorded");
        }
        if (strays > 0) {
            faults.add(strays + " POSTs of an earlier phase arrived");
        }
        faults.addAll(kills > 0 ? measured.faultsWhenKilled("measured") : measured.faultsWhenAllIsMade("measured"));
        faults.addAll(disturbing.faults("disturbing"));
        return faults;
    }

    /** Whether everything does. */
    public boolean isBalanced() {
        return faults().isEmpty();
    }
}
