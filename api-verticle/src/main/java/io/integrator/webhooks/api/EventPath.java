package io.integrator.webhooks.api;

import java.util.Optional;
import java.util.regex.Pattern;

/** The event that a path names by its producer's id, for the operations on it. */
final class EventPath {

    /** What intake takes for an id. */
    private static final Pattern ID_FORM = Pattern.compile("[!-~]{1,256}");

    private EventPath() {}

    /** The id; empty when no event can have it. */
    static Optional<String> eventId(Call call) {
        return Optional.of(call.text("eventId"))
                .filter(text -> ID_FORM.matcher(text).matches());
    }

    /** What an event that isn't there is answered with. */
    static ProblemException notFound(Call call) {
        return new ProblemException(Problem.notFound("event", call.text("eventId")));
    }
}
