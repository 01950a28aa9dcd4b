package io.integrator.webhooks.store;

import io.integrator.webhooks.domain.EventType;
import java.util.List;
import java.util.Optional;

/** What is to change of a webhook; what is empty stays. */
public record WebhookPatch(Optional<String> url, Optional<List<EventType>> events, Optional<Boolean> disabled) {

    /** Without the url, which may hold credentials. */
    @Override
    public String toString() {
        return "WebhookPatch[url=" + (url.isPresent() ? "given" : "kept") + ", events=" + events + ", disabled="
                + disabled + "]";
    }
}
