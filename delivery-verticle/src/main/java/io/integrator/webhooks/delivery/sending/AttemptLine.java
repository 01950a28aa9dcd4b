package io.integrator.webhooks.delivery.sending;

import io.integrator.webhooks.domain.Attempt;
import io.integrator.webhooks.domain.Delivery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The line of the log about an attempt. There is one for each, so nothing is done for it unless it is wanted. */
final class AttemptLine {

    private static final Logger LOG = LoggerFactory.getLogger(AttemptLine.class);

    private AttemptLine() {}

    static void log(Attempt attempt) {
        if (!LOG.isDebugEnabled()) {
            return;
        }
        Delivery delivery = attempt.delivery();
        LOG.atDebug()
                .addKeyValue("integratorId", delivery.target().integratorId())
                .addKeyValue("webhookId", delivery.target().webhookId())
                .addKeyValue("eventId", delivery.event().id())
                .addKeyValue("attempt", delivery.number())
                .addKeyValue("outcome", attempt.outcome().code().wireName())
                .addKeyValue("durationMs", attempt.duration().toMillis())
                .log("An attempt ended");
    }
}
