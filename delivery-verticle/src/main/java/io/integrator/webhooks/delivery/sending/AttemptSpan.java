package io.integrator.webhooks.delivery.sending;

import io.integrator.webhooks.domain.Outcome;
import io.vertx.core.MultiMap;

/** The span of one attempt, as its sender sees it. */
interface AttemptSpan {

    /** Where its request goes. */
    void to(Destination destination);

    /** Tells the subscriber where it goes on from. */
    void putInto(MultiMap head);

    /** It is over. */
    void end(Outcome outcome);

    /** Of an attempt that isn't traced: its request says nothing of it. */
    enum Untraced implements AttemptSpan {
        ATTEMPT;

        @Override
        public void to(Destination destination) {}

        @Override
        public void putInto(MultiMap head) {}

        @Override
        public void end(Outcome outcome) {}
    }
}
