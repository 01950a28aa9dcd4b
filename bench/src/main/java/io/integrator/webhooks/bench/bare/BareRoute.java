package io.integrator.webhooks.bench.bare;

import io.integrator.webhooks.settings.PostgresSettings;
import io.integrator.webhooks.signing.SecretCipher;
import io.integrator.webhooks.signing.WebhookSecret;
import io.integrator.webhooks.store.Database;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/**
 * Inserts the rows of a registration by one statement and answers like the API: whoever asks is believed, whatever they ask
 * for is taken, and nothing is sealed. On one event loop, as the API is.
 */
final class BareRoute extends VerticleBase {

    /** The field of a request's head that says whose it is. */
    static final String INTEGRATOR = "integrator";

    private static final String INSERT = """
            with registered as (
                insert into webhook (id, integrator_id, url, events, secret) values ($1, $2, $3, $4, $5)
                returning id, integrator_id
            ), with_lane as (
                insert into lane (webhook_id) select id from registered
            )
            insert into lifecycle_event (id, integrator_id, webhook_id, type, occurred_at, data)
            select gen_random_uuid(), integrator_id, id, 'webhook.registered', clock_timestamp(), $6::text::jsonb from registered
            """;

    private final TimeOrderedIds ids = new TimeOrderedIds(InstantSource.system());
    private final Buffer secret = Buffer.buffer(
            new SecretCipher(Map.of("bench", new byte[32])).seal(WebhookSecret.generate(), new UUID(0, 0)));
    private final URI database;
    private final int poolSize;
    private Pool pool;
    private int port;

    BareRoute(URI database, int poolSize) {
        this.database = database;
        this.poolSize = poolSize;
    }

    @Override
    public Future<?> start() {
        pool = Database.pool(vertx, new PostgresSettings(database, poolSize, false));
        Router router = Router.router(vertx);
        router.post("/v1/integrator/webhooks")
                .handler(BodyHandler.create(false))
                .handler(this::register);
        return vertx.createHttpServer()
                .requestHandler(router)
                .listen(0, "127.0.0.1")
                .map(HttpServer::actualPort)
                .onSuccess(chosen -> port = chosen);
    }

    @Override
    public Future<?> stop() {
        return pool.close();
    }

    /** Where it listens, once it is deployed. */
    int port() {
        return port;
    }

    private void register(RoutingContext context) {
        JsonObject body = context.body().asJsonObject();
        String integrator = context.request().getHeader(INTEGRATOR);
        UUID id = ids.next();
        String url = body.getString("url");
        JsonArray events = body.getJsonArray("events");
        JsonObject news = new JsonObject()
                .put("webhookId", id.toString())
                .put("integratorId", integrator)
                .put("events", events);
        String[] names = events.stream().map(String.class::cast).toArray(String[]::new);
        JsonObject answer = new JsonObject()
                .put("id", id.toString())
                .put("events", events)
                .put("url", url)
                .put("failureCount", 0)
                .put("disabled", false);
        pool.preparedQuery(INSERT)
                .execute(Tuple.of(id, integrator, url, names, secret, news.encode()))
                .onSuccess(inserted -> context.response()
                        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                        .end(answer.toBuffer()))
                .onFailure(context::fail);
    }
}
