package io.integrator.webhooks.bench.scene;

import io.integrator.webhooks.bench.load.EventBody;
import io.integrator.webhooks.bench.load.Share;
import java.util.List;

/**
 * What a phase plays.
 *
 * @param shares    of the load, all of them at once
 * @param dataBytes that an event carries
 */
public record Scene(List<Share> shares, Disturbance disturbance, int dataBytes) {

    public Scene {
        shares = List.copyOf(shares);
    }

    /** Of events with as much data as usual. */
    public Scene(List<Share> shares, Disturbance disturbance) {
        this(shares, disturbance, EventBody.DATA_BYTES);
    }

    /** A load with no other disturbance than its own shares'. */
    public static Scene of(List<Share> shares) {
        return new Scene(shares, Disturbance.NONE);
    }

    /** The same of events with so many bytes of data. */
    public Scene carrying(int bytes) {
        return new Scene(shares, disturbance, bytes);
    }

    /** The same for integrators of their own, whose names start with the phase's. */
    Scene in(String phase) {
        return new Scene(
                shares.stream()
                        .map(share -> share.of(phase + "-" + share.integrator()))
                        .toList(),
                disturbance,
                dataBytes);
    }
}
