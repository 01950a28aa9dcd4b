package io.integrator.webhooks.domain;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/** What an attempt came to. */
public sealed interface Outcome {

    /** The code under which it is recorded. */
    OutcomeCode code();

    /** Whether the delivery is done: any 2xx within the deadline. */
    default boolean succeeded() {
        return code() == OutcomeCode.OK;
    }

    /**
     * The subscriber answered.
     *
     * @param status     the HTTP status
     * @param retryAfter the Retry-After field as it was sent; empty when there was none
     * @param response   the first KiB of the body as text that Postgres takes; empty when there was none
     */
    record Answered(int status, Optional<String> retryAfter, String response) implements Outcome {

        public Answered {
            requireNonNull(retryAfter, "retryAfter");
            requireNonNull(response, "response");
        }

        @Override
        public OutcomeCode code() {
            if (status >= 200 && status < 300) {
                return OutcomeCode.OK;
            }
            if (status == 410) {
                return OutcomeCode.GONE;
            }
            return status >= 300 && status < 400 ? OutcomeCode.REDIRECT : OutcomeCode.HTTP_STATUS;
        }

        /** Without the response, which may repeat what was sent. */
        @Override
        public String toString() {
            return "Answered[status=" + status + ", retryAfter=" + retryAfter + "]";
        }
    }

    /**
     * No whole answer came.
     *
     * @param code   why; never an HTTP status's code
     * @param detail for the integrator to read; tells nothing of internal addresses
     * @param blame  whose fault it is
     */
    record Unanswered(OutcomeCode code, String detail, Blame blame) implements Outcome {

        public Unanswered {
            requireNonNull(code, "code");
            requireNonNull(detail, "detail");
            requireNonNull(blame, "blame");
        }
    }

    /** Whose fault it is that no whole answer came. */
    enum Blame {
        /** The subscriber's, its network's or its url's. */
        SUBSCRIBER,
        /** Nobody's: a connection that had served before went away before the request was seen. The subscriber's if it goes on. */
        CHANCE,
        /** Ours. */
        SENDER
    }
}
