package io.integrator.webhooks.delivery.sending;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Ends what takes too long, everything after the same time: it costs next to nothing where a timer each would cost more
 * than the signature. Late by a twentieth of that time, and by 50 ms, at most. Of one event loop.
 */
final class Deadlines {

    private static final int STEPS = 20;
    private static final long LONGEST_STEP_MILLIS = 50;

    /** By when they end, since each has as long as the others. */
    private final Set<Running> running = new LinkedHashSet<>();

    private final Vertx vertx;
    private final long nanos;
    private final long timer;

    /** Something that has begun. */
    static final class Running {

        private final Runnable expiry;
        private final long endsAt;

        private Running(Runnable expiry, long endsAt) {
            this.expiry = expiry;
            this.endsAt = endsAt;
        }
    }

    /** To be made on the event loop. */
    Deadlines(Vertx vertx, Duration duration) {
        this.vertx = vertx;
        this.nanos = duration.toNanos();
        this.timer = vertx.setPeriodic(
                Math.max(1, Math.min(LONGEST_STEP_MILLIS, duration.toMillis() / STEPS)), step -> expire());
    }

    /** Something begins; unless it is over in time, {@code expiry} is run. */
    Running begin(Runnable expiry) {
        Running begun = new Running(expiry, System.nanoTime() + nanos);
        running.add(begun);
        return begun;
    }

    /** It is over; what is over already is left alone. */
    void over(Running ended) {
        running.remove(ended);
    }

    void close() {
        vertx.cancelTimer(timer);
    }

    private void expire() {
        long now = System.nanoTime();
        Iterator<Running> oldest = running.iterator();
        while (oldest.hasNext()) {
            Running next = oldest.next();
            if (next.endsAt - now > 0) {
                return;
            }
            oldest.remove();
            next.expiry.run();
            // What it sets off may begin or end others.
            oldest = running.iterator();
        }
    }
}
