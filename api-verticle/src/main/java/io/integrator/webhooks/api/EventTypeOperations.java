package io.integrator.webhooks.api;

import io.integrator.webhooks.domain.EventType;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/** What there is to subscribe to. */
final class EventTypeOperations {

    private final Reply catalogue;

    private EventTypeOperations(Reply catalogue) {
        this.catalogue = catalogue;
    }

    /** Reads the description of each type from the class path; fails when one has none. */
    static Future<EventTypeOperations> load(Vertx vertx) {
        List<Future<Buffer>> descriptions = EventType.wireNames().stream()
                .map(name -> vertx.fileSystem().readFile("event-types/" + name + ".json"))
                .toList();
        return Future.all(descriptions).map(read -> {
            JsonArray data = new JsonArray();
            descriptions.forEach(description -> data.add(description.result().toJsonObject()));
            return new EventTypeOperations(Reply.ok(new JsonObject().put("data", data)));
        });
    }

    /** Binds its operations to the contract's. */
    void bindTo(ApiRouter api) {
        api.bind("listEventTypes", this::list);
    }

    /** {@code listEventTypes}. */
    private Future<Reply> list(Call call) {
        return Future.succeededFuture(catalogue);
    }
}
