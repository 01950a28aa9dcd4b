package io.integrator.webhooks.bench.scene;

import io.integrator.webhooks.bench.environment.Registered;
import io.integrator.webhooks.bench.environment.Registry;
import java.util.List;

/** What disturbs a load beside the shares of it that are there to disturb: deliveries that are owed before it starts. */
public interface Disturbance {

    /** None. */
    Disturbance NONE = new Disturbance() {
        @Override
        public List<Registered> prepare(Registry registry) {
            return List.of();
        }

        @Override
        public void release() {}

        @Override
        public long owed() {
            return 0;
        }

        @Override
        public void clear() {}
    };

    /** Makes everything ready, with nothing due yet; gives the webhooks that it registered. */
    List<Registered> prepare(Registry registry);

    /** Makes it due. */
    void release();

    /** How many deliveries it owes. */
    long owed();

    /** Takes away what is still owed, once it has been counted. */
    void clear();
}
