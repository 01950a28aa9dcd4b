package io.integrator.webhooks.store;

import io.integrator.webhooks.domain.DisabledReason;
import io.integrator.webhooks.domain.Webhook;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The table {@code webhook} across integrators, as the platform's own people look at it. */
public final class OperatorStore {

    private static final String LIST = """
            select id, integrator_id, url, events, failure_count, disabled, failing_since, disabled_reason, disabled_at
            from webhook
            where ($1::boolean is null or disabled = $1)
              and ($2::text is null or integrator_id = $2)
              and ($3::uuid is null or id < $3)
            order by id desc
            limit $4
            """;

    private static final String LIST_DISABLED = """
            select id, integrator_id, url, events, failure_count, disabled, failing_since, disabled_reason, disabled_at
            from webhook
            where disabled and ($1::text is null or integrator_id = $1) and ($2::uuid is null or id < $2)
            order by id desc
            limit $3
            """;

    private static final String INTEGRATOR_OF = "select integrator_id from webhook where id = $1";

    private final Pool pool;

    /**
     * A webhook, and how it stands.
     *
     * @param failingSince   when its streak began; empty when its last attempt didn't fail
     * @param disabledReason empty when it isn't disabled
     * @param disabledAt     empty when it isn't disabled
     */
    public record Standing(
            Webhook webhook,
            Optional<Instant> failingSince,
            Optional<DisabledReason> disabledReason,
            Optional<Instant> disabledAt) {}

    public OperatorStore(Pool pool) {
        this.pool = pool;
    }

    /**
     * Webhooks of all integrators, newest first.
     *
     * @param disabled   only those that are, or aren't; empty for all
     * @param integrator only this one's; empty for all
     * @param before     only those older than this one; empty to start with the newest
     */
    public Future<List<Standing>> list(
            Optional<Boolean> disabled, Optional<String> integrator, Optional<UUID> before, int limit) {
        // A statement of its own, which alone can go by the index of the few that are disabled.
        boolean onlyDisabled = disabled.orElse(false);
        Tuple parameters = onlyDisabled ? Tuple.tuple() : Tuple.of(disabled.orElse(null));
        return pool.preparedQuery(onlyDisabled ? LIST_DISABLED : LIST)
                .execute(parameters
                        .addValue(integrator.orElse(null))
                        .addValue(before.orElse(null))
                        .addValue(limit))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(OperatorStore::standing)
                        .toList());
    }

    /** Whose webhook it is; empty when there is none of this id. */
    public Future<Optional<String>> integratorOf(UUID webhookId) {
        return pool.preparedQuery(INTEGRATOR_OF)
                .execute(Tuple.of(webhookId))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map(row -> row.getString("integrator_id"))
                        .findFirst());
    }

    private static Standing standing(Row row) {
        return new Standing(
                WebhookStore.webhook(row),
                instant(row, "failing_since"),
                Optional.ofNullable(row.getString("disabled_reason"))
                        .map(name -> DisabledReason.valueOf(name.toUpperCase(Locale.ROOT))),
                instant(row, "disabled_at"));
    }

    private static Optional<Instant> instant(Row row, String column) {
        return Optional.ofNullable(row.get(OffsetDateTime.class, column)).map(OffsetDateTime::toInstant);
    }
}
