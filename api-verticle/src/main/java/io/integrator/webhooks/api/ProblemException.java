package io.integrator.webhooks.api;

import static java.util.Objects.requireNonNull;

/** Ends a request with a problem. Has no stack trace: it is an answer, not a defect. */
final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    ProblemException(Problem problem) {
        super(problem.detail(), null, false, false);
        this.problem = requireNonNull(problem, "problem");
    }

    /** The answer. */
    Problem problem() {
        return problem;
    }
}
