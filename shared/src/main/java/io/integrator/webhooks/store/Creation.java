package io.integrator.webhooks.store;

import io.integrator.webhooks.bus.LifecycleEvent;
import io.integrator.webhooks.bus.WebhookChange;
import io.integrator.webhooks.domain.Webhook;
import io.vertx.core.buffer.Buffer;
import java.util.List;

/** What an attempt to register a webhook came to. */
public sealed interface Creation {

    /** It is registered, and the news of it is to be published. */
    record Created(Webhook webhook, WebhookChange change, List<LifecycleEvent> lifecycle) implements Creation {}

    /** The platform hasn't made the integrator known. */
    record UnknownIntegrator() implements Creation {}

    /** The integrator has as many webhooks as it may have. */
    record LimitReached(int limit) implements Creation {}

    /** The same was asked for before under the same key: nothing is registered, and the answer is the one of then. */
    record Repeated(Buffer answer) implements Creation {

        /** Without the answer, in which the webhook's url stands. */
        @Override
        public String toString() {
            return "Repeated[bytes=" + answer.length() + "]";
        }
    }

    /** Something else was asked for before under the same key; nothing is registered. */
    record KeyTaken() implements Creation {}
}
