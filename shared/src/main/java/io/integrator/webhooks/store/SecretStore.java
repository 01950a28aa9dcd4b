package io.integrator.webhooks.store;

import io.integrator.webhooks.bus.WebhookChange;
import io.integrator.webhooks.signing.Ed25519Key;
import io.integrator.webhooks.signing.SecretCipher;
import io.integrator.webhooks.signing.WebhookSecret;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;

/** What webhooks are signed with, as their integrators read and replace it: the sealed columns of {@code webhook}. */
public final class SecretStore {

    private static final String FIND = """
            select secret, signing_key,
                case when previous_secret_until > now() then previous_secret_until end as former_until
            from webhook
            where integrator_id = $1 and id = $2
            """;

    private static final String ROTATE = """
            update webhook
            set secret = $3,
                previous_secret = case when $4 > 0 then secret end,
                previous_secret_until = case when $4 > 0 then now() + make_interval(secs => $4) end,
                signing_key = case when $5::boolean then coalesce(signing_key, $6) when $5 is null then signing_key end
            where integrator_id = $1 and id = $2
            returning secret, signing_key, previous_secret_until as former_until, now() as changed_at
            """;

    private static final String FORGET_FORMER = """
            update webhook
            set previous_secret = null, previous_secret_until = null
            where previous_secret_until < $1
            """;

    private final Pool pool;
    private final SecretCipher cipher;

    public SecretStore(Pool pool, SecretCipher cipher) {
        this.pool = pool;
        this.cipher = cipher;
    }

    /**
     * What a webhook's deliveries are signed with.
     *
     * @param formerUntil until when the secret before signs as well; empty when it doesn't any more
     * @param ed25519     what signs in addition; empty unless it was asked for
     */
    public record Secrets(WebhookSecret secret, Optional<Instant> formerUntil, Optional<Ed25519Key> ed25519) {}

    /** Secrets after a rotation has committed, with the news to publish. */
    public record Rotated(Secrets secrets, WebhookChange change) {}

    /** The webhook's secrets; empty when there is no such webhook. */
    public Future<Optional<Secrets>> find(String integratorId, UUID id) {
        return pool.preparedQuery(FIND)
                .execute(Tuple.of(integratorId, id))
                .map(rows -> FirstRow.of(rows).map(row -> secrets(row, id)));
    }

    /**
     * Gives a webhook a new secret. The one that it has signs beside it until the overlap is over; one that was still
     * signing from an earlier rotation ends at once. Empty when there is no such webhook.
     *
     * @param overlap zero when the secret that it has is to sign no more
     * @param ed25519 whether there is to be an Ed25519 signature in addition; one that there is keeps its key. Empty leaves it
     *                as it is
     */
    public Future<Optional<Rotated>> rotate(String integratorId, UUID id, Duration overlap, Optional<Boolean> ed25519) {
        Buffer secret = Buffer.buffer(cipher.seal(WebhookSecret.generate(), id));
        Buffer key = ed25519.orElse(false) ? Buffer.buffer(cipher.seal(Ed25519Key.generate(), id)) : null;
        return pool.preparedQuery(ROTATE)
                .execute(Tuple.of(integratorId, id, secret, Columns.seconds(overlap), ed25519.orElse(null), key))
                .map(rows ->
                        FirstRow.of(rows).map(row -> new Rotated(secrets(row, id), change(row, integratorId, id))));
    }

    /** Removes secrets that stopped signing before an instant; gives how many they were. */
    public static Future<Integer> forgetFormer(SqlClient client, Instant before) {
        return client.preparedQuery(FORGET_FORMER)
                .execute(Tuple.of(Columns.utc(before)))
                .map(SqlResult::rowCount);
    }

    private Secrets secrets(Row row, UUID id) {
        return new Secrets(
                cipher.open(row.getBuffer("secret").getBytes(), id),
                Optional.ofNullable(row.get(OffsetDateTime.class, "former_until"))
                        .map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getBuffer("signing_key")).map(bytes -> cipher.openKey(bytes.getBytes(), id)));
    }

    private static WebhookChange change(Row row, String integratorId, UUID id) {
        return new WebhookChange(
                integratorId,
                Optional.of(id),
                false,
                row.get(OffsetDateTime.class, "changed_at").toInstant());
    }
}
