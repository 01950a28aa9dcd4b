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

    private static final String EVENTS = "select count(*) from event where integrator_id = any (?) and key >= ?::uuid";

    private static final String ATTEMPTS =
            "select count(*) from attempt where webhook_id = any (?::uuid[]) and id >= ?::uuid";

    private static final String DELIVERED = """
            select count(*) from (
                select distinct webhook_id, event_key
                from attempt
                where webhook_id = any (?::uuid[]) and id >= ?::uuid and outcome = 'ok') d
            """;

    private static final String OWED = "select count(*) from owed where webhook_id = any (?::uuid[])";

    private final BenchDatabase database;
    private final List<Registered> registered;
    private final Expected expected;
    private final String since;

    /**
     * What the phase set going.
     *
     * @param published  events
     * @param measured   deliveries
     * @param disturbing deliveries, with those owed before
     */
    record Expected(long published, long measured, long disturbing) {}

    /** @param since the least key of what the phase may have recorded, from {@link #now}: its webhooks may be other phases' too */
    Books(BenchDatabase database, List<Registered> registered, Expected expected, String since) {
        this.database = database;
        this.registered = registered;
        this.expected = expected;
        this.since = since;
    }

    /** The least key of what is recorded from now on. */
    static String now(BenchDatabase database) {
        return database.value("select uuid_at(clock_timestamp())");
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
                database.count(EVENTS, integrators, since),
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
                database.count(ATTEMPTS, webhooks, since),
                database.count(DELIVERED, webhooks, since),
                database.count(OWED, webhooks));
    }
}
