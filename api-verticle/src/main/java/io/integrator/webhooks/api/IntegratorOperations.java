package io.integrator.webhooks.api;

import io.integrator.webhooks.store.IntegratorStore;
import io.vertx.core.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the platform's own people do about integrators. */
final class IntegratorOperations {

    private static final Logger LOG = LoggerFactory.getLogger(IntegratorOperations.class);

    private final IntegratorStore integrators;

    IntegratorOperations(IntegratorStore integrators) {
        this.integrators = integrators;
    }

    /** Binds its operations to the contract's. */
    void bindTo(ApiRouter api) {
        api.bind("putIntegrator", this::put);
    }

    /** {@code putIntegrator}. The news of it reaches this process's workers by the feed, as it reaches those of others. */
    private Future<Reply> put(Call call) {
        String integratorId = call.text("integratorId");
        return integrators.add(integratorId).map(added -> {
            if (added) {
                LOG.atInfo().addKeyValue("integratorId", integratorId).log("Made an integrator known");
            }
            return Reply.noContent();
        });
    }
}
