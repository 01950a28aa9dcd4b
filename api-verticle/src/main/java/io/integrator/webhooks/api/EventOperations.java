package io.integrator.webhooks.api;

import io.integrator.webhooks.store.EventLog;
import io.integrator.webhooks.store.EventLog.Recorded;
import io.integrator.webhooks.store.EventLog.Whole;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/** What happened to the integrator, whether a webhook was subscribed to it or not. */
final class EventOperations {

    private final EventLog events;

    EventOperations(EventLog events) {
        this.events = events;
    }

    /** Binds its operations to the contract's. */
    void bindTo(ApiRouter api) {
        api.bind("listEvents", Cursor::faults, this::list).bind("getEvent", this::get);
    }

    /** {@code listEvents}. */
    private Future<Reply> list(Call call) {
        PageRequest request = PageRequest.of(call);
        return events.list(
                        call.caller().integratorId(),
                        call.optionalText("type"),
                        request.range(),
                        request.before(),
                        request.limit())
                .map(page -> Reply.ok(PageJson.of(page, EventOperations::json)));
    }

    private static JsonObject json(Recorded event) {
        return new JsonObject()
                .put("id", event.id())
                .put("type", event.type())
                .put("timestamp", event.occurredAt().toString())
                .put("recordedAt", event.recordedAt().toString());
    }

    /** {@code getEvent}. */
    private Future<Reply> get(Call call) {
        return EventPath.eventId(call)
                .map(eventId -> events.find(call.caller().integratorId(), eventId))
                .orElse(Future.succeededFuture(Optional.empty()))
                .map(event -> event.orElseThrow(() -> EventPath.notFound(call)))
                .map(event -> Reply.ok(json(event), "application/json"));
    }

    /** What webhooks receive, byte for byte, and one field more: to parse it and write it anew would change its numbers. */
    private static Buffer json(Whole event) {
        Buffer body = event.body();
        String recordedAt = event.event().recordedAt().toString();
        return Buffer.buffer(body.length() + 64)
                .appendBuffer(body, 0, body.length() - 1)
                .appendString(",\"recordedAt\":\"" + recordedAt + "\"}");
    }
}
