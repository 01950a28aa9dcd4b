package io.integrator.webhooks.store;

import io.integrator.webhooks.domain.Target;
import io.integrator.webhooks.signing.FormerSecret;
import io.integrator.webhooks.signing.SecretCipher;
import io.integrator.webhooks.signing.SigningKey;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Webhooks as delivery workers see them, by integrator. */
public final class TargetStore {

    private static final Logger LOG = LoggerFactory.getLogger(TargetStore.class);

    private static final String LOAD = """
            select i.id as integrator_id, w.id, w.url, w.events, w.secret, w.revision, w.disabled, w.headers,
                w.signing_key, w.previous_secret_until,
                case when w.previous_secret_until > now() then w.previous_secret end as former_secret,
                (w.max_in_flight is not null or w.rate_per_second is not null) as limited, l.waits_until
            from integrator i
            left join webhook w on w.integrator_id = i.id
            left join lane l on l.webhook_id = w.id
            where i.id = any ($1::text[])
            """;

    private static final String SUBSCRIBED_SINCE =
            "select id, subscribed_at from webhook where subscribed_at >= $1 and events <> '{}'";

    private final Pool pool;
    private final SecretCipher cipher;

    public TargetStore(Pool pool, SecretCipher cipher) {
        this.pool = pool;
        this.cipher = cipher;
    }

    /** The webhooks of each integrator that is known, possibly none; an unknown integrator is absent. One query. */
    public Future<Map<String, List<Target>>> load(Collection<String> integratorIds) {
        Object ids = integratorIds.toArray(String[]::new);
        return pool.preparedQuery(LOAD).execute(Tuple.of(ids)).map(rows -> {
            Map<String, List<Target>> targets = new HashMap<>();
            for (Row row : rows) {
                List<Target> ofIntegrator =
                        targets.computeIfAbsent(row.getString("integrator_id"), integrator -> new ArrayList<>());
                if (row.getUUID("id") != null) {
                    ofIntegrator.add(target(row));
                }
            }
            return targets;
        });
    }

    /** The webhooks that have had their list of events only since {@code since} or later, and since when each. */
    public Future<Map<UUID, Instant>> subscribedSince(Instant since) {
        return pool.preparedQuery(SUBSCRIBED_SINCE)
                .execute(Tuple.of(Columns.utc(since)))
                .map(rows -> {
                    Map<UUID, Instant> subscribed = new HashMap<>();
                    rows.forEach(row -> subscribed.put(
                            row.getUUID("id"),
                            row.get(OffsetDateTime.class, "subscribed_at").toInstant()));
                    return subscribed;
                });
    }

    /** None when one of them can't be opened: its webhook then waits, and the others don't. */
    private List<SigningKey> secrets(Row row, UUID webhookId) {
        try {
            List<SigningKey> keys = new ArrayList<>();
            keys.add(cipher.open(row.getBuffer("secret").getBytes(), webhookId));
            if (row.getBuffer("former_secret") != null) {
                keys.add(new FormerSecret(
                        cipher.open(row.getBuffer("former_secret").getBytes(), webhookId),
                        row.get(OffsetDateTime.class, "previous_secret_until").toInstant()));
            }
            if (row.getBuffer("signing_key") != null) {
                keys.add(cipher.openKey(row.getBuffer("signing_key").getBytes(), webhookId));
            }
            return keys;
        } catch (IllegalStateException e) {
            LOG.atWarn()
                    .addKeyValue("webhookId", webhookId)
                    .setCause(e)
                    .log("A webhook's secret can't be opened; nothing is posted to it until it can");
            return List.of();
        }
    }

    private Target target(Row row) {
        UUID id = row.getUUID("id");
        return new Target(
                id,
                row.getString("integrator_id"),
                row.getString("url"),
                Set.copyOf(WebhookStore.events(row)),
                secrets(row, id),
                row.getInteger("revision"),
                row.getBoolean("disabled"),
                row.getBoolean("limited"),
                row.get(OffsetDateTime.class, "waits_until").toInstant(),
                SettingsStore.headers(row));
    }
}
