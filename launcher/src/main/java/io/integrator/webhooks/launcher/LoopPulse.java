package io.integrator.webhooks.launcher;

import io.vertx.core.Context;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How often an event loop has come round to a task that it was given; it has one at a time. To be asked by one thread. */
final class LoopPulse implements LongSupplier {

    private static final Logger LOG = LoggerFactory.getLogger(LoopPulse.class);

    private final Context context;
    private long asked = 1;
    private volatile long done = 1;

    LoopPulse(Context context) {
        this.context = context;
    }

    /** The same number again when the loop hasn't come round since. */
    @Override
    public long getAsLong() {
        long answered = done;
        if (answered == asked) {
            ask(answered + 1);
        }
        return answered;
    }

    private void ask(long next) {
        asked = next;
        try {
            context.runOnContext(turned -> done = next);
        } catch (RejectedExecutionException ended) {
            LOG.atDebug().setCause(ended).log("An event loop takes no tasks any more");
        }
    }
}
