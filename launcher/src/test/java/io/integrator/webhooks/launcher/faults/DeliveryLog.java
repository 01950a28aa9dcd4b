package io.integrator.webhooks.launcher.faults;

import io.integrator.webhooks.launcher.process.TestDatabase;
import java.util.List;
import java.util.Optional;

/** What the service has recorded, looked up in its database. */
record DeliveryLog(TestDatabase database) {

    /** The ids of the recorded events, one for each row. */
    List<String> events() {
        return words("select string_agg(id, ' ') from event");
    }

    /** What was delivered, one for each attempt that succeeded. */
    List<Due> delivered() {
        return words("""
                select string_agg(event.id || '|' || substring(webhook.url from '[^/]+$'), ' ')
                from attempt
                join event on event.key = attempt.event_key
                join webhook on webhook.id = attempt.webhook_id
                where attempt.outcome = 'ok'""").stream()
                .map(pair -> new Due(pair.substring(0, pair.indexOf('|')), pair.substring(pair.indexOf('|') + 1)))
                .toList();
    }

    /** How many attempts failed. */
    long failures() {
        return Long.parseLong(database.value("select count(*) from attempt where outcome <> 'ok'"));
    }

    /** How many deliveries are not settled. */
    long owed() {
        return Long.parseLong(database.value("select count(*) from owed"));
    }

    private List<String> words(String query) {
        return Optional.ofNullable(database.value(query))
                .map(text -> List.of(text.split(" ", -1)))
                .orElse(List.of());
    }
}
