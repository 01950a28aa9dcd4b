package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.load.Answer;
import io.integrator.webhooks.bench.load.Group;
import io.integrator.webhooks.bench.load.Share;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.store.WebhookStore;
import java.util.ArrayList;
import java.util.List;

/** Webhooks in any number, an event type of its integrator for each. */
final class ManyWebhooks {

    private static final List<EventType> TYPES = List.of(EventType.values());
    private static final int OF_AN_INTEGRATOR = Math.min(TYPES.size(), WebhookStore.LIMIT_PER_INTEGRATOR);

    private ManyWebhooks() {}

    /** All of them with the same share of the load. */
    static List<Share> of(int count) {
        List<Share> shares = new ArrayList<>(count);
        for (int number = 0; number < count; number++) {
            shares.add(new Share(
                    "i" + number / OF_AN_INTEGRATOR,
                    TYPES.get(number % OF_AN_INTEGRATOR),
                    Group.MEASURED,
                    Answer.AT_ONCE,
                    1));
        }
        return shares;
    }
}
