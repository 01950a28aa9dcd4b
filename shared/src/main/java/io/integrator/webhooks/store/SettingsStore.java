package io.integrator.webhooks.store;

import io.integrator.webhooks.bus.WebhookChange;
import io.integrator.webhooks.domain.WebhookSettings;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;

/** The columns of the table {@code webhook} that its integrator sets besides the published fields. */
public final class SettingsStore {

    private static final String FIND = """
            select description, max_in_flight, rate_per_second, headers
            from webhook
            where integrator_id = $1 and id = $2
            """;

    private static final String LOCK = FIND + " for no key update";

    private static final String UPDATE = """
            update webhook
            set description = $2, max_in_flight = $3, rate_per_second = $4, headers = $5
            where id = $1
            returning description, max_in_flight, rate_per_second, headers, now() as changed_at
            """;

    private final Pool pool;

    /** Settings as they are after a change has committed, with the news to publish. */
    public record Changed(WebhookSettings settings, WebhookChange change) {}

    public SettingsStore(Pool pool) {
        this.pool = pool;
    }

    /** A webhook's settings; empty when there is no such webhook. */
    public Future<Optional<WebhookSettings>> find(String integratorId, UUID webhookId) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(integratorId, webhookId))
                .map(rows -> FirstRow.of(rows).map(SettingsStore::settings));
    }

    /**
     * Changes a webhook's settings; empty when there is no such webhook.
     *
     * @param change makes the new ones of those that it has; what it throws changes nothing, and fails the future
     */
    public Future<Optional<Changed>> change(
            String integratorId, UUID webhookId, UnaryOperator<WebhookSettings> change) {
        return pool.withTransaction(connection -> connection
                .preparedQuery(LOCK)
                .execute(Tuple.of(integratorId, webhookId))
                .compose(rows -> FirstRow.of(rows)
                        .map(row -> update(connection, integratorId, webhookId, change.apply(settings(row)))
                                .map(Optional::of))
                        .orElse(Future.succeededFuture(Optional.empty()))));
    }

    private static Future<Changed> update(
            SqlConnection connection, String integratorId, UUID webhookId, WebhookSettings settings) {
        return connection
                .preparedQuery(UPDATE)
                .execute(Tuple.of(
                        webhookId,
                        settings.description(),
                        settings.maxInFlight().orElse(null),
                        settings.ratePerSecond().orElse(null),
                        new JsonObject(new LinkedHashMap<>(settings.headers()))))
                .map(rows -> changed(integratorId, webhookId, rows.iterator().next()));
    }

    /** As they are stored, which has an order of its own for header fields. */
    private static Changed changed(String integratorId, UUID webhookId, Row row) {
        return new Changed(
                settings(row),
                new WebhookChange(
                        integratorId,
                        Optional.of(webhookId),
                        false,
                        row.get(OffsetDateTime.class, "changed_at").toInstant()));
    }

    /** The integrator's own header fields, as {@code headers} has them. */
    static Map<String, String> headers(Row row) {
        Map<String, String> headers = new LinkedHashMap<>();
        row.getJsonObject("headers").forEach(header -> headers.put(header.getKey(), (String) header.getValue()));
        return headers;
    }

    private static WebhookSettings settings(Row row) {
        return new WebhookSettings(
                row.getString("description"),
                Optional.ofNullable(row.getInteger("max_in_flight")),
                Optional.ofNullable(row.getInteger("rate_per_second")),
                headers(row));
    }
}
