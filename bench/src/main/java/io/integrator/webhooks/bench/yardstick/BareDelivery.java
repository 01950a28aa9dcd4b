package io.integrator.webhooks.bench.yardstick;

import io.integrator.webhooks.bench.contest.Account;
import io.integrator.webhooks.bench.contest.Ledger;
import io.integrator.webhooks.bench.environment.Environment;
import io.integrator.webhooks.bench.load.Group;
import io.integrator.webhooks.bench.process.Wait;
import io.integrator.webhooks.bench.subscriber.Tallies;
import io.integrator.webhooks.bench.subscriber.Tally;
import io.integrator.webhooks.launcher.CommandException;
import java.time.Duration;
import java.util.Optional;

/** What the yardsticks that POST have in common: the subscriber's side of it. */
final class BareDelivery {

    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Environment environment;

    BareDelivery(Environment environment) {
        this.environment = environment;
    }

    /** Returns when so many have arrived since the subscriber began to count. */
    void await(long expected) {
        Wait.until("the run is void: the arrival of " + expected + " bare deliveries", LIMIT, () -> {
            long arrived = environment.subscriber().arrived(Group.MEASURED);
            return arrived >= expected ? Optional.of(arrived) : Optional.empty();
        });
    }

    /** What has arrived. */
    Tally tally() {
        return environment.subscriber().tallies().of(Group.MEASURED);
    }

    /** Whether everything arrived, and once. */
    Ledger close(long expected) {
        Tallies tallies = environment.subscriber().tallies();
        Tally tally = tallies.of(Group.MEASURED);
        Ledger ledger = new Ledger(
                expected,
                expected,
                tallies.strays(),
                new Account(
                        expected, tally.posts(), tally.repeats(), tally.posts(), tally.posts() - tally.repeats(), 0),
                new Account(0, 0, 0, 0, 0, 0));
        if (!ledger.isBalanced()) {
            throw new CommandException("the run is void, the ledger of a yardstick does not balance:\n  "
                    + String.join("\n  ", ledger.faults()));
        }
        return ledger;
    }
}
