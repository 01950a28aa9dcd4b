package io.integrator.webhooks.store;

import io.integrator.webhooks.bus.LifecycleEvent;
import io.integrator.webhooks.bus.WebhookChange;
import io.integrator.webhooks.domain.Webhook;
import java.util.List;

/** A webhook as it is after a change has committed, with the news to publish. */
public record Changed(Webhook webhook, WebhookChange change, List<LifecycleEvent> lifecycle) {}
