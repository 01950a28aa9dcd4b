package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.load.Answer;
import io.integrator.webhooks.bench.load.Group;
import io.integrator.webhooks.bench.load.Share;
import io.integrator.webhooks.domain.EventType;
import java.util.ArrayList;
import java.util.List;

/** A hundred webhooks of twenty integrators, five each, every one with an event type that no other of its integrator has. */
final class Crowd {

    private static final int INTEGRATORS = 20;

    /** The type of the webhooks that may disturb. */
    private static final EventType FIRST = EventType.PAYMENT_CREATED;

    private static final List<EventType> TYPES = List.of(
            FIRST,
            EventType.PAYMENT_UPDATED,
            EventType.PAYMENT_COMPLETED,
            EventType.ACCOUNT_CREATED,
            EventType.ACCOUNT_UPDATED);

    private Crowd() {}

    /**
     * All of them with the same share of the load.
     *
     * @param disturbing how many disturb the rest, each an integrator's first; at most as many as there are integrators
     * @param answer     how those are answered; the rest are at once
     */
    static List<Share> of(int disturbing, Answer answer) {
        List<Share> shares = new ArrayList<>();
        for (EventType type : TYPES) {
            for (int integrator = 0; integrator < INTEGRATORS; integrator++) {
                boolean disturbs = type == FIRST && integrator < disturbing;
                shares.add(new Share(
                        "i" + integrator,
                        type,
                        disturbs ? Group.DISTURBING : Group.MEASURED,
                        disturbs ? answer : Answer.AT_ONCE,
                        1));
            }
        }
        return shares;
    }
}
