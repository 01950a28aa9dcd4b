package io.integrator.webhooks.api;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/** The webhook that a path names, for the operations on it and on what hangs below it. */
final class WebhookPath {

    /** {@link UUID#fromString} alone would also take {@code 1-2-3-4-5}. */
    private static final Pattern UUID_FORM = Pattern.compile("(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private WebhookPath() {}

    /** The id; what isn't a UUID is the id of no webhook, and answered so. */
    static UUID webhookId(Call call) {
        return uuid(call.text("webhookId")).orElseThrow(() -> notFound(call));
    }

    /** What was found, or 404. */
    static <T> T orNotFound(Optional<T> found, Call call) {
        return found.orElseThrow(() -> notFound(call));
    }

    /** A UUID in its usual form; empty for any other text. */
    static Optional<UUID> uuid(String text) {
        return UUID_FORM.matcher(text).matches() ? Optional.of(UUID.fromString(text)) : Optional.empty();
    }

    /** What a webhook that isn't there is answered with. */
    static ProblemException notFound(Call call) {
        return new ProblemException(Problem.notFound("webhook", call.text("webhookId")));
    }
}
