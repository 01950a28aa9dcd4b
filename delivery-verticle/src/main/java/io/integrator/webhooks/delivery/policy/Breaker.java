package io.integrator.webhooks.delivery.policy;

import io.integrator.webhooks.settings.BreakerSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * A webhook's breaker ({@code policy.md}: breaker), as a value: each outcome gives the breaker that follows.
 *
 * @param failures      consecutive failures since the last success
 * @param failedEvent   the event of the first of them; null when there is none
 * @param severalEvents whether they were of two events or more
 * @param probes        how often it has probed since it opened, the coming probe included; 0 while it is closed
 * @param probeAt       when the coming probe may go; the epoch while it is closed
 * @param limit         attempts in flight that it admits while it ramps up; {@link #UNLIMITED} when it doesn't
 */
public record Breaker(int failures, UUID failedEvent, boolean severalEvents, int probes, Instant probeAt, int limit) {

    /** A limit that limits nothing. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** The breaker of a webhook of which nothing bad is known. */
    public static final Breaker CLOSED = new Breaker(0, null, false, 0, Instant.EPOCH, UNLIMITED);

    private static final int RAMPED_UP = 1 << 16;

    /** Whether only probes may go. */
    public boolean isOpen() {
        return probes > 0;
    }

    /** Whether it has closed a moment ago and admits more with each success. */
    public boolean isRamping() {
        return !isOpen() && limit != UNLIMITED;
    }

    /** A breaker that another worker opened and that this one now probes. */
    public Breaker adopted(int theirProbes) {
        return isOpen() ? this : new Breaker(failures, failedEvent, severalEvents, theirProbes, Instant.EPOCH, 1);
    }

    /** After a success: closed, and if it was open, ramping up from two in flight, doubling with each success. */
    public Breaker succeeded() {
        if (isOpen()) {
            return new Breaker(0, null, false, 0, Instant.EPOCH, 2);
        }
        return limit >= RAMPED_UP ? CLOSED : new Breaker(0, null, false, 0, Instant.EPOCH, limit * 2);
    }

    /**
     * After a failure that counts.
     *
     * @param probe whether the attempt was the probe; what was in flight when it opened, and fails then, changes nothing
     */
    public Breaker failed(UUID event, boolean probe, Instant now, BreakerSettings settings) {
        if (isOpen()) {
            return probe ? opened(probes + 1, now, settings) : this;
        }
        UUID first = failedEvent == null ? event : failedEvent;
        Breaker next = new Breaker(failures + 1, first, severalEvents || !first.equals(event), 0, probeAt, limit);
        return next.failures >= settings.failures() && next.severalEvents ? next.opened(1, now, settings) : next;
    }

    private Breaker opened(int coming, Instant now, BreakerSettings settings) {
        return new Breaker(failures, failedEvent, severalEvents, coming, now.plus(waitBefore(coming, settings)), 1);
    }

    private static Duration waitBefore(int probe, BreakerSettings settings) {
        Duration wait = settings.probeAfter();
        for (int doubled = 1; doubled < probe && wait.compareTo(settings.probeMaximum()) < 0; doubled++) {
            wait = wait.multipliedBy(2);
        }
        return wait.compareTo(settings.probeMaximum()) < 0 ? wait : settings.probeMaximum();
    }
}
