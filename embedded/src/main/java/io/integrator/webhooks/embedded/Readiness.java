package io.integrator.webhooks.embedded;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waiting, on the calling thread, for something outside to become true. */
final class Readiness {

    private static final long PAUSE_MILLIS = 25;

    private Readiness() {}

    /**
     * Returns true as soon as {@code condition} gives true, false when {@code limit} has passed without. What the condition throws counts
     * as "not yet".
     *
     * @throws BackendException when the thread is interrupted; it stays interrupted
     */
    static boolean reached(Duration limit, Callable<Boolean> condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!holds(condition)) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            pause();
        }
        return true;
    }

    private static boolean holds(Callable<Boolean> condition) {
        try {
            return condition.call();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (Exception e) {
            return false;
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static BackendException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new BackendException("Interrupted while waiting for a backend", cause);
    }
}
