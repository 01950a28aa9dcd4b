package io.integrator.webhooks.store;

import io.integrator.webhooks.bus.LifecycleEvent;
import io.integrator.webhooks.bus.WebhookChange;
import java.util.List;

/** What to publish of a webhook's deletion, which has committed. */
public record Deleted(WebhookChange change, List<LifecycleEvent> lifecycle) {}
