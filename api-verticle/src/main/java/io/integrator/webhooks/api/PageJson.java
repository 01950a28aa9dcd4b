package io.integrator.webhooks.api;

import io.integrator.webhooks.store.Page;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;

/** A page as the contract writes it. */
final class PageJson {

    private PageJson() {}

    /** @param json what stands for one of the page's data */
    static <T> JsonObject of(Page<T> page, Function<T, JsonObject> json) {
        return new JsonObject()
                .put("data", new JsonArray(page.data().stream().map(json).toList()))
                .put("next", page.next().map(Cursor::after).orElse(null));
    }
}
