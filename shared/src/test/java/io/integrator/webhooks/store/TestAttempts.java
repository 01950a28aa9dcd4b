package io.integrator.webhooks.store;

import io.integrator.webhooks.domain.Attempt;
import io.integrator.webhooks.domain.Delivery;
import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.domain.Outcome.Blame;
import io.integrator.webhooks.domain.OutcomeCode;
import io.integrator.webhooks.domain.Target;
import io.integrator.webhooks.store.AttemptStore.Entry;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Attempts of one integrator's webhooks to be recorded, each of an event of its own. */
final class TestAttempts {

    static final Outcome OK = new Outcome.Answered(200, Optional.empty(), "thanks");
    static final Outcome FAILED = new Outcome.Answered(500, Optional.empty(), "oops");
    static final Outcome GONE = new Outcome.Answered(410, Optional.empty(), "");
    static final Outcome OURS = new Outcome.Unanswered(OutcomeCode.RESET, "closed between two requests", Blame.CHANCE);

    private static final Duration LENGTH = Duration.ofMillis(10);

    private final Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS).minusSeconds(3_600);
    private final String integrator;

    TestAttempts(String integrator) {
        this.integrator = integrator;
    }

    /** An attempt that started so many seconds after an instant that they all share. */
    Entry entry(UUID webhookId, Outcome outcome, int second, int revision) {
        Target target = new Target(
                webhookId,
                integrator,
                "https://example.com/",
                Set.of(),
                List.of(),
                revision,
                false,
                false,
                Instant.EPOCH);
        DomainEvent event = new DomainEvent(
                TestDatabase.IDS.next(), integrator, "e", EventType.PAYMENT_CREATED, start, Buffer.buffer("{}"));
        Attempt attempt = new Attempt(
                TestDatabase.IDS.next(), Delivery.first(target, event), start.plusSeconds(second), LENGTH, outcome);
        boolean counts = !outcome.succeeded() && !outcome.equals(OURS);
        return new Entry(attempt, counts, outcome.succeeded() ? null : start.plusSeconds(second + 5));
    }

    /** When the attempt of that second ended. */
    Instant endOf(int second) {
        return start.plusSeconds(second).plus(LENGTH);
    }
}
