package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.WebhookPath.orNotFound;
import static io.integrator.webhooks.api.WebhookPath.webhookId;

import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.store.RecoveryStore;
import io.integrator.webhooks.store.RecoveryStore.Kind;
import io.integrator.webhooks.store.RecoveryStore.Range;
import io.integrator.webhooks.store.RecoveryStore.Recovery;
import io.integrator.webhooks.tracing.TracedLine;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes up again what a webhook didn't get. */
final class RecoverOperations {

    private static final Logger LOG = LoggerFactory.getLogger(RecoverOperations.class);

    /** The most deliveries of one request. */
    private static final int MOST = 100_000;

    private static final String SINCE = "since";
    private static final String UNTIL = "until";
    private static final String SKIP = "skip";
    private static final String HELD = "held";

    private final RecoveryStore recovery;
    private final InstantSource clock;
    private final int backlogRate;

    /** @param backlogRate deliveries a second that what is taken up starts with */
    RecoverOperations(RecoveryStore recovery, InstantSource clock, int backlogRate) {
        this.recovery = recovery;
        this.clock = clock;
        this.backlogRate = backlogRate;
    }

    /** Binds its operations to the contract's. */
    void bindTo(ApiRouter api) {
        api.bind("recoverWebhook", this::faults, this::recover);
    }

    private Future<List<Fault>> faults(Call call) {
        List<Fault> faults = new ArrayList<>();
        Optional<Instant> since = Times.ofField(call.body(), SINCE, faults);
        Optional<Instant> until = Times.ofField(call.body(), UNTIL, faults);
        since.filter(start -> start.isAfter(clock.instant()))
                .ifPresent(start -> faults.add(new Fault("/" + SINCE, "must not be in the future")));
        since.filter(start -> until.isPresent() && !start.isBefore(until.get()))
                .ifPresent(start -> faults.add(new Fault("/" + UNTIL, "must be later than since")));
        boolean skips = Boolean.TRUE.equals(call.body().getValue(SKIP));
        if (skips && !HELD.equals(call.body().getValue("only"))) {
            faults.add(new Fault("/" + SKIP, "is for what is held: only must be held"));
        }
        return Future.succeededFuture(faults);
    }

    /** {@code recoverWebhook}. */
    private Future<Reply> recover(Call call) {
        Range range = range(call);
        return recovery.recover(call.caller().integratorId(), webhookId(call), range)
                .map(found -> answer(orNotFound(found, call), range.kind(), call));
    }

    private Range range(Call call) {
        JsonObject body = call.body();
        Kind kind = body.getBoolean(SKIP, false)
                ? Kind.SKIPPED
                : Kind.valueOf(body.getString("only").toUpperCase(Locale.ROOT));
        List<EventType> types = body.getJsonArray("types", new JsonArray()).stream()
                .map(name -> EventType.ofWireName((String) name).orElseThrow())
                .distinct()
                .toList();
        Instant until =
                Optional.ofNullable(body.getString(UNTIL)).map(Times::read).orElseGet(clock::instant);
        return new Range(kind, Times.read(body.getString(SINCE)), until, types, MOST, backlogRate, call.trace());
    }

    private static Reply answer(Recovery recovery, Kind kind, Call call) {
        if (recovery instanceof Recovery.IsDisabled) {
            throw new ProblemException(Problem.conflict(
                    "Nothing is sent to a webhook that is disabled; enable it first (PATCH it with disabled: false)."));
        }
        if (recovery instanceof Recovery.IsEnabled) {
            throw new ProblemException(Problem.conflict("Nothing is held for a webhook that isn't disabled."));
        }
        Recovery.Done done = (Recovery.Done) recovery;
        TracedLine.of(LOG.atInfo(), call.trace())
                .addKeyValue("integratorId", call.caller().integratorId())
                .addKeyValue("webhookId", call.text("webhookId"))
                .addKeyValue("kind", kind.name().toLowerCase(Locale.ROOT))
                .addKeyValue("deliveries", done.deliveries())
                .log("Took up deliveries again, or skipped them");
        boolean skipped = kind == Kind.SKIPPED;
        return Reply.accepted(new JsonObject()
                .put("recovered", skipped ? 0 : done.deliveries())
                .put("skipped", skipped ? done.deliveries() : 0)
                .put("more", done.more()));
    }
}
