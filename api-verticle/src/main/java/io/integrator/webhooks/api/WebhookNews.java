package io.integrator.webhooks.api;

import io.integrator.webhooks.bus.Addresses;
import io.integrator.webhooks.bus.LifecycleEvent;
import io.integrator.webhooks.bus.WebhookChange;
import io.vertx.core.eventbus.EventBus;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the event bus, and the log, of changes that have committed. */
final class WebhookNews {

    private static final Logger LOG = LoggerFactory.getLogger(WebhookNews.class);

    private final EventBus bus;

    WebhookNews(EventBus bus) {
        this.bus = bus;
    }

    /** @param what for the log, such as "Changed a webhook" */
    void publish(WebhookChange change, List<LifecycleEvent> lifecycle, String what) {
        bus.publish(Addresses.WEBHOOK_CHANGES, change);
        lifecycle.forEach(event -> bus.publish(Addresses.LIFECYCLE, event));
        LOG.atInfo()
                .addKeyValue("integratorId", change.integratorId())
                .addKeyValue("webhookId", change.webhookId().orElseThrow())
                .log(what);
    }
}
