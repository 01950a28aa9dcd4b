package io.integrator.webhooks.delivery.journal;

import io.integrator.webhooks.domain.Delivery;
import io.vertx.core.Future;

/** Where a delivery goes whose outcome the database refuses. */
@FunctionalInterface
public interface RefusedDeliveries {

    /** Completes once the delivery is there; never fails. */
    Future<Void> take(Delivery delivery, String reason);
}
