package io.integrator.webhooks.store;

import io.integrator.webhooks.bus.LifecycleEvent;
import io.integrator.webhooks.bus.WebhookChange;
import io.integrator.webhooks.domain.Webhook;
import java.util.List;

/** What an attempt to register a webhook came to. */
public sealed interface Creation {

    /** It is registered, and the news of it is to be published. */
    record Created(Webhook webhook, WebhookChange change, List<LifecycleEvent> lifecycle) implements Creation {}

    /** The platform hasn't made the integrator known. */
    record UnknownIntegrator() implements Creation {}

    /** The integrator has as many webhooks as it may have. */
    record LimitReached(int limit) implements Creation {}
}
