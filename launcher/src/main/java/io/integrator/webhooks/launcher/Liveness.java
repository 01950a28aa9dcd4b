package io.integrator.webhooks.launcher;

import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether this process can still be mended by anything but a restart: its event loops turn and its workers go on asking Kafka,
 * whatever that answers. It watches from a Vert.x that isn't the service's, so that what stands still there can't keep it from
 * saying so.
 */
final class Liveness {

    private static final Logger LOG = LoggerFactory.getLogger(Liveness.class);

    /** Event loops are expected back within milliseconds, and a poll within the time that a rebalance takes. */
    private static final Patience USUAL = new Patience(Duration.ofSeconds(1), 5, 20, 60);

    private static final String LOOPS = "loops/";
    private static final String POLLS = "polls/";

    private final StandstillWatch watch = new StandstillWatch();
    private final Vertx own;
    private final Patience patience;
    private final HealthChecks checks;

    /**
     * How long is waited for.
     *
     * @param turn between two looks
     * @param busy turns without a sign from an event loop from which on the process isn't ready
     * @param loops the same for being beyond remedy
     * @param polls turns without a poll for being beyond remedy
     */
    record Patience(Duration turn, int busy, int loops, int polls) {}

    /** @param own not the Vert.x that is watched */
    Liveness(Vertx own) {
        this(own, USUAL);
    }

    Liveness(Vertx own, Patience patience) {
        this.own = own;
        this.patience = patience;
        this.checks = HealthChecks.create(own);
        lookLater();
    }

    /** The checks, one for each that is watched. */
    HealthChecks checks() {
        return checks;
    }

    /** Has the event loop of a verticle watched once it is deployed. */
    Deployable watching(String name, Deployable verticle) {
        return new WatchedVerticle(verticle, context -> watchLoop(name, context));
    }

    /** Has an event loop watched. */
    void watchLoop(String name, Context context) {
        watch(LOOPS + name, new LoopPulse(context), patience.loops());
    }

    /** Has a worker's polls watched from the first one on. */
    void watchPolls(String name, LongSupplier polls) {
        watch(POLLS + name, polls, patience.polls());
    }

    /** Which event loops don't come round at present, which may pass; empty when all do. */
    Optional<String> busyLoops() {
        return Optional.of(watch.stillFor(patience.busy()).stream()
                        .filter(name -> name.startsWith(LOOPS))
                        .toList())
                .filter(names -> !names.isEmpty())
                .map(names -> "no sign of " + String.join(", ", names));
    }

    /** Watches nothing any more: a process that stops ends by itself. */
    void stop() {
        watch.clear();
    }

    private void watch(String name, LongSupplier progress, int turns) {
        watch.add(name, progress, turns);
        checks.register(
                name,
                promise -> promise.complete(watch.standstill(name)
                        .map(still -> Status.KO(new JsonObject().put("reason", "no sign of it " + still + " times")))
                        .orElseGet(Status::OK)));
    }

    /** Once, for the log is what is left of a process that was restarted; Vert.x tells there what a loop is at. */
    private static void tell(String part) {
        LOG.atError().addKeyValue("part", part).log("Gives no sign any more; the process needs a restart");
    }

    /** Each time anew: what comes at a fixed rate is made up for after a standstill. */
    private void lookLater() {
        own.setTimer(patience.turn().toMillis(), due -> {
            watch.turn().forEach(Liveness::tell);
            lookLater();
        });
    }
}
