package io.integrator.webhooks.launcher;

import ch.qos.logback.classic.Level;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** {@code /loggers} and {@code /loggers/NAME}: which levels loggers have, and others for them. */
final class LoggerRoutes {

    /** What the path of a logger begins with. */
    static final String LOGGER = "/loggers/";

    private static final String JSON = "application/json";
    private static final int LONGEST_BODY = 1_024;
    private static final String NAME = "name";

    private final LogLevels levels;

    LoggerRoutes(LogLevels levels) {
        this.levels = levels;
    }

    void bindTo(Router router) {
        router.get("/loggers").handler(this::list);
        router.get(LOGGER + ":" + NAME).handler(this::read);
        router.put(LOGGER + ":" + NAME)
                .handler(BodyHandler.create(false).setBodyLimit(LONGEST_BODY))
                .handler(this::change);
    }

    private void list(RoutingContext context) {
        JsonArray loggers = new JsonArray();
        levels.all().stream().map(LoggerRoutes::json).forEach(loggers::add);
        answer(
                context,
                new JsonObject()
                        .put("levels", new JsonArray(LevelRequest.LEVELS))
                        .put("loggers", loggers));
    }

    private void read(RoutingContext context) {
        levels.find(context.pathParam(NAME))
                .ifPresentOrElse(state -> answer(context, json(state)), () -> context.fail(404));
    }

    /** Browsers name the page's origin with every PUT, even its own, and no page has a reason to ask for this. */
    private void change(RoutingContext context) {
        String name = context.pathParam(NAME);
        if (context.request().headers().contains(HttpHeaders.ORIGIN)) {
            refuse(context, HttpResponseStatus.FORBIDDEN, "Pages in browsers may not change levels.");
        } else if (!isJson(context.request().getHeader(HttpHeaders.CONTENT_TYPE))) {
            refuse(context, HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, "The Content-Type must be application/json.");
        } else if (levels.find(name).isEmpty()) {
            context.fail(404);
        } else {
            changeTo(context, name);
        }
    }

    private void changeTo(RoutingContext context, String name) {
        LevelRequest request;
        try {
            request = LevelRequest.of(context.body().buffer());
        } catch (IllegalArgumentException e) {
            refuse(context, HttpResponseStatus.BAD_REQUEST, e.getMessage());
            return;
        }
        Optional<String> objection = request.level().flatMap(level -> levels.objection(name, level));
        if (objection.isPresent()) {
            refuse(context, HttpResponseStatus.BAD_REQUEST, "The level can't be set: " + objection.get() + ".");
            return;
        }
        LogLevels.State state = request.level()
                .map(level -> levels.set(name, level, request.time()))
                .orElseGet(() -> levels.reset(name));
        answer(context, json(state));
    }

    private static boolean isJson(String contentType) {
        return contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(JSON);
    }

    private static JsonObject json(LogLevels.State state) {
        return new JsonObject()
                .put("name", state.name())
                .put("level", state.level().map(Level::toString).orElse(null))
                .put("effectiveLevel", state.effective().toString())
                .put("until", state.until().map(Instant::toString).orElse(null));
    }

    private static void answer(RoutingContext context, JsonObject body) {
        context.response().putHeader(HttpHeaders.CONTENT_TYPE, JSON).end(body.toBuffer());
    }

    private static void refuse(RoutingContext context, HttpResponseStatus status, String detail) {
        context.response()
                .setStatusCode(status.code())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
                .end(new JsonObject()
                        .put("type", "about:blank")
                        .put("title", status.reasonPhrase())
                        .put("status", status.code())
                        .put("detail", detail)
                        .toBuffer());
    }
}
