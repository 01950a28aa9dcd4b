package io.integrator.webhooks.bench.scene;

import io.integrator.webhooks.bench.contest.Account;
import io.integrator.webhooks.bench.contest.Ledger;
import io.integrator.webhooks.bench.environment.BenchDatabase;
import io.integrator.webhooks.bench.environment.Registered;
import io.integrator.webhooks.bench.load.Group;
import io.integrator.webhooks.bench.subscriber.Tallies;
import io.integrator.webhooks.bench.subscriber.Tally;
import java.util.List;
import java.util.UUID;

/** Makes a phase's ledger of what the database and the subscriber have of it. */
final class Books {

    private static final String EVENTS = "select count(*) from event where integrator_id = any (?)";

    private static final String ATTEMPTS = "select count(*) from attempt where webhook_id = any (?::uuid[])";

    private static final String DELIVERED = """
            select count(*) from (
                select distinct webhook_id, event_key from attempt where webhook_id = any (?::uuid[]) and outcome = 'ok') d
            """;

    private static final String OWED = "select count(*) from owed where webhook_id = any (?::uuid[])";

    private final BenchDatabase database;
    private final List<Registered> registered;
    private final Expected expected;

    /**
     * What the phase set going.
     *
     * @param published  events
     * @param measured   deliveries
     * @param disturbing deliveries, with those owed before
     */
    record Expected(long published, long measured, long disturbing) {}

    Books(BenchDatabase database, List<Registered> registered, Expected expected) {
        this.database = database;
        this.registered = registered;
        this.expected = expected;
    }

    /** As things stand now. */
    Ledger balance(Tallies tallies) {
        List<String> integrators = registered.stream()
                .filter(one -> one.share().weight() > 0)
                .map(one -> one.share().integrator())
                .distinct()
                .toList();
        return new Ledger(
                expected.published(),
                database.count(EVENTS, integrators),
                tallies.strays(),
                account(Group.MEASURED, expected.measured(), tallies.of(Group.MEASURED)),
                account(Group.DISTURBING, expected.disturbing(), tallies.of(Group.DISTURBING)));
    }

    private Account account(Group group, long deliveries, Tally tally) {
        List<UUID> webhooks = registered.stream()
                .filter(one -> one.share().group() == group)
                .map(Registered::webhookId)
                .toList();
        return new Account(
                deliveries,
                tally.posts(),
                tally.repeats(),
                database.count(ATTEMPTS, webhooks),
                database.count(DELIVERED, webhooks),
                database.count(OWED, webhooks));
    }
}
