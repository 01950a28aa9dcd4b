package io.integrator.webhooks.launcher;

import io.integrator.webhooks.store.Census;
import io.integrator.webhooks.store.CensusStore;
import io.vertx.core.AsyncResult;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the census taken now and then, and shown by the process whose turn it is. The more it costs, the rarer: a fiftieth of one of the
 * database's processors is what it may take. Owned by the context that starts it.
 */
final class CensusTaking {

    /** As often as metrics are scraped, about. */
    static final Duration EVERY = Duration.ofSeconds(15);

    /** One part in so many of the time is spent on it. */
    static final int SHARE = 50;

    /** Before its connection, which has the turn, is taken for dead. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(50);

    private static final Logger LOG = LoggerFactory.getLogger(CensusTaking.class);

    private final Vertx vertx;
    private final CensusStore store;
    private final CensusMetrics metrics;
    private final Duration every;
    private final int share;
    private long timer;
    private boolean failing;
    private boolean stopped;

    /** @param share one part in so many of the time may be spent on it */
    CensusTaking(Vertx vertx, CensusStore store, CensusMetrics metrics, Duration every, int share) {
        this.vertx = vertx;
        this.store = store;
        this.metrics = metrics;
        this.every = every;
        this.share = share;
    }

    /** Has it taken at once, and from then on. */
    void start() {
        long started = System.nanoTime();
        store.take().onComplete(done -> {
            Duration took = Duration.ofNanos(System.nanoTime() - started);
            if (!stopped) {
                show(done, took);
                timer = vertx.setTimer(waitAfter(took).toMillis(), due -> start());
            }
        });
    }

    /** Takes and shows it no more. The turn is another's once the connection is closed. */
    void stop() {
        stopped = true;
        vertx.cancelTimer(timer);
        metrics.hide();
    }

    private Duration waitAfter(Duration took) {
        Duration fair = took.multipliedBy(share);
        Duration wait = fair.compareTo(every) > 0 ? fair : every;
        return wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    }

    private void show(AsyncResult<Optional<Census>> taken, Duration took) {
        if (taken.succeeded()) {
            failing = false;
            taken.result().ifPresentOrElse(census -> metrics.taken(census, took), metrics::hide);
            return;
        }
        metrics.failed();
        if (!failing) {
            failing = true;
            LOG.atWarn().setCause(taken.cause()).log("The whole system can't be counted at present; it is tried again");
        }
    }
}
