package io.integrator.webhooks.bench.scene;

import io.integrator.webhooks.bench.load.Share;
import java.util.List;

/**
 * What a phase plays.
 *
 * @param shares of the load, all of them at once
 */
public record Scene(List<Share> shares, Disturbance disturbance) {

    public Scene {
        shares = List.copyOf(shares);
    }

    /** A load with no other disturbance than its own shares'. */
    public static Scene of(List<Share> shares) {
        return new Scene(shares, Disturbance.NONE);
    }

    /** The same for integrators of their own, whose names start with the phase's. */
    Scene in(String phase) {
        return new Scene(
                shares.stream()
                        .map(share -> share.of(phase + "-" + share.integrator()))
                        .toList(),
                disturbance);
    }
}
