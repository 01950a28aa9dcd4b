package io.integrator.webhooks.bench.process;

import io.integrator.webhooks.launcher.CommandException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits on a benchmark's own thread for what another process does. */
public final class Wait {

    private static final long STEP_NANOS = Duration.ofMillis(50).toNanos();

    private Wait() {}

    /**
     * What the question comes to be answered with.
     *
     * @param what for the message when it takes longer than {@code limit}
     */
    public static <T> T until(String what, Duration limit, Supplier<Optional<T>> question) {
        long latest = System.nanoTime() + limit.toNanos();
        for (Optional<T> answer = question.get(); ; answer = question.get()) {
            if (answer.isPresent()) {
                return answer.get();
            }
            if (System.nanoTime() - latest > 0) {
                throw new CommandException(what + " took longer than " + limit.toSeconds() + " s");
            }
            LockSupport.parkNanos(STEP_NANOS);
            if (Thread.currentThread().isInterrupted()) {
                throw new CommandException(what + " was interrupted");
            }
        }
    }
}
