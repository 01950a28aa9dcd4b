package io.integrator.webhooks.domain;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.UUID;

/**
 * A registration: where an integrator wants which events posted. Apart from {@code integratorId}, which never leaves the
 * service, its components are exactly the published resource.
 *
 * @param id           time-ordered, so that newer webhooks sort after older ones
 * @param integratorId the integrator that registered it
 * @param url          where deliveries go, as the integrator spelled it
 * @param events       the subscribed types without repeats, in the order given; empty means subscribed to nothing
 * @param failureCount consecutive failed attempts since the last success, enable or change of url
 * @param disabled     whether deliveries are stopped
 */
public record Webhook(
        UUID id, String integratorId, String url, List<EventType> events, int failureCount, boolean disabled) {

    public Webhook {
        requireNonNull(id, "id");
        requireNonNull(integratorId, "integratorId");
        requireNonNull(url, "url");
        events = List.copyOf(events);
    }

    /** Without its url, which may hold credentials. */
    @Override
    public String toString() {
        return "Webhook[id=" + id + ", integratorId=" + integratorId + ", events=" + events + ", failureCount="
                + failureCount + ", disabled=" + disabled + "]";
    }
}
