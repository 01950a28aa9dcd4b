package io.integrator.webhooks.store;

import java.time.Duration;

/**
 * How many there are of what the whole system has, at an instant.
 *
 * @param waiting     deliveries owed to webhooks that aren't disabled
 * @param held        deliveries owed to webhooks that are
 * @param oldestOwed  how long ago the event of the oldest of those that wait was taken in; zero when none does
 * @param oldestHeld  how long ago the event of the oldest of those that are held was taken in; zero when none is
 * @param overdue     for how long the lane that has waited longest has been due without being claimed; zero when none is
 * @param webhooks    webhooks
 */
public record Census(
        long waiting, long held, Duration oldestOwed, Duration oldestHeld, Duration overdue, Webhooks webhooks) {

    /**
     * Webhooks, each counted once.
     *
     * @param enabled          those that don't fail
     * @param failing          enabled ones whose last attempt failed
     * @param disabledFailures disabled as they kept failing
     * @param disabledGone     disabled by a 410
     * @param disabledManual   disabled by request
     */
    public record Webhooks(long enabled, long failing, long disabledFailures, long disabledGone, long disabledManual) {}
}
