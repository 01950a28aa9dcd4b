package io.integrator.webhooks.launcher.faults;

import io.integrator.webhooks.launcher.process.TestDatabase;

/**
 * What was held while a webhook was disabled, put into the database as the journal would have: events of an hour ago, a
 * millisecond apart, and an owed delivery of each.
 */
record HeldBacklog(TestDatabase database, String integrator, String webhookId) {

    private static final String PREFIX = "held-";

    private static final String INSERT = """
            with held as (
                select n, uuid_at(now() - interval '1 hour' + n * interval '1 millisecond') as key
                from generate_series(1, cast(? as integer)) n
            ), recorded as (
                insert into event (integrator_id, key, id, type, occurred_at, body)
                select ?, key, '%s' || n, 'payment.completed', now() - interval '1 hour', convert_to('{"amount":12.50}', 'UTF8')
                from held
            ), due as (
                update lane set due_at = now() where webhook_id = cast(? as uuid)
            ), owed as (
                insert into owed (webhook_id, event_key, number, due_at)
                select cast(? as uuid), key, 1, now() from held
                returning event_key
            )
            select count(*) from owed""".formatted(PREFIX);

    /** Adds deliveries, numbered from 1 in the order of their events' keys. */
    void add(int deliveries) {
        database.value(INSERT, Integer.toString(deliveries), integrator, webhookId, webhookId);
    }

    /** The id of an event by its number. */
    static String event(int number) {
        return PREFIX + number;
    }

    /** The number of an event by its id. */
    static int number(String event) {
        return Integer.parseInt(event.substring(PREFIX.length()));
    }
}
