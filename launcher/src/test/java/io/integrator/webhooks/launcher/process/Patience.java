package io.integrator.webhooks.launcher.process;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** How long tests of processes wait: long enough for a machine that does much else. */
public final class Patience {

    /** Beyond it something is wrong. */
    public static final Duration LIMIT = Duration.ofSeconds(60);

    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);

    private Patience() {}

    /** A wait that may take until {@link #LIMIT}. */
    public static ConditionFactory patiently() {
        return Awaitility.await().atMost(LIMIT).pollInterval(POLL_INTERVAL).pollDelay(Duration.ZERO);
    }
}
