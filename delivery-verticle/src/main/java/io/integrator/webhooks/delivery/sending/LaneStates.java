package io.integrator.webhooks.delivery.sending;

import java.time.Instant;
import java.util.Collection;

/**
 * How the lanes of one event loop are at an instant.
 *
 * @param open             lanes that take what comes
 * @param parked           lanes that park it: their breaker is open, or their subscriber asked for a pause
 * @param closedBreakers   lanes with a closed breaker
 * @param openBreakers     lanes that are only probed
 * @param rampingBreakers  lanes whose breaker has closed a moment ago and admits more and more
 * @param queued           deliveries that wait in them for a place
 */
public record LaneStates(int open, int parked, int closedBreakers, int openBreakers, int rampingBreakers, int queued) {

    static LaneStates of(Collection<Lane> lanes, Instant now) {
        int parked = 0;
        int openBreakers = 0;
        int ramping = 0;
        int queued = 0;
        for (Lane lane : lanes) {
            parked += lane.isParked(now) ? 1 : 0;
            openBreakers += lane.breaker().isOpen() ? 1 : 0;
            ramping += lane.breaker().isRamping() ? 1 : 0;
            queued += lane.queued();
        }
        int closed = lanes.size() - openBreakers - ramping;
        return new LaneStates(lanes.size() - parked, parked, closed, openBreakers, ramping, queued);
    }

    /** Lanes in memory. */
    public int lanes() {
        return open + parked;
    }
}
