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
        return attempts("'ok'");
    }

    /** What was posted, or may have been, without an answer in time; one for each such attempt. It is posted again. */
    List<Due> unanswered() {
        return attempts("'timeout', 'reset'");
    }

    /** A delivery's attempts in their order, for people. */
    String history(Due due) {
        return due + ":\n" + database.value("""
                select string_agg(format('    %s, attempt %s (%s): %s %s, %s ms, event %s, retry at %s', attempt.id, attempt.number,
                    attempt.trigger, attempt.outcome, attempt.detail, attempt.duration_ms, attempt.event_key,
                    attempt.retry_at), E'\\n' order by attempt.id)
                from attempt
                join event on event.key = attempt.event_key
                join webhook on webhook.id = attempt.webhook_id
                where event.id = ? and substring(webhook.url from '[^/]+$') = ?""", due.event(), due.webhook());
    }

    /** How many attempts failed. */
    long failures() {
        return Long.parseLong(database.value("select count(*) from attempt where outcome <> 'ok'"));
    }

    /** How many deliveries are not settled. */
    long owed() {
        return Long.parseLong(database.value("select count(*) from owed"));
    }

    private List<Due> attempts(String outcomes) {
        return words("""
                select string_agg(event.id || '|' || substring(webhook.url from '[^/]+$'), ' ')
                from attempt
                join event on event.key = attempt.event_key
                join webhook on webhook.id = attempt.webhook_id
                where attempt.outcome in (%s)""".formatted(outcomes)).stream()
                .map(pair -> new Due(pair.substring(0, pair.indexOf('|')), pair.substring(pair.indexOf('|') + 1)))
                .toList();
    }

    private List<String> words(String query) {
        return Optional.ofNullable(database.value(query))
                .map(text -> List.of(text.split(" ", -1)))
                .orElse(List.of());
    }
}
