package io.integrator.webhooks.store;

import io.integrator.webhooks.signing.SecretCipher;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlResult;
import io.vertx.sqlclient.Tuple;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/** The sealed columns of all webhooks, moved from former master keys to the one that seals while the service uses them. */
public final class ResealStore {

    /** What comes before every webhook. */
    public static final UUID START = new UUID(0, 0);

    private static final String PAGE = """
            select id, secret, previous_secret, signing_key
            from webhook
            where id > $1
            order by id
            limit $2
            """;

    /** Not what has been rotated since it was read: that is sealed anew anyway. */
    private static final String REPLACE = """
            update webhook w
            set secret = r.secret, previous_secret = r.previous_secret, signing_key = r.signing_key
            from unnest($1::uuid[], $2::bytea[], $3::bytea[], $4::bytea[], $5::bytea[], $6::bytea[], $7::bytea[])
                as r (id, secret, previous_secret, signing_key, old_secret, old_previous_secret, old_signing_key)
            where w.id = r.id
              and w.secret = r.old_secret
              and w.previous_secret is not distinct from r.old_previous_secret
              and w.signing_key is not distinct from r.old_signing_key
            """;

    private final Pool pool;
    private final SecretCipher cipher;

    public ResealStore(Pool pool, SecretCipher cipher) {
        this.pool = pool;
        this.cipher = cipher;
    }

    /**
     * A step through the webhooks in the order of their ids.
     *
     * @param last     where the next step starts
     * @param looked   how many webhooks it looked at; fewer than asked for when they are at an end
     * @param due      how many of them had something that another master key had sealed
     * @param resealed how many of those are sealed anew; the others changed meanwhile
     */
    public record Step(UUID last, int looked, int due, int resealed) {}

    private record Sealed(UUID id, Buffer secret, Buffer previousSecret, Buffer signingKey) {

        private static Sealed of(Row row) {
            return new Sealed(
                    row.getUUID("id"),
                    row.getBuffer("secret"),
                    row.getBuffer("previous_secret"),
                    row.getBuffer("signing_key"));
        }

        private Sealed resealed(SecretCipher cipher) {
            return new Sealed(
                    id,
                    each(secret, bytes -> cipher.reseal(bytes, id)),
                    each(previousSecret, bytes -> cipher.reseal(bytes, id)),
                    each(signingKey, bytes -> cipher.resealKey(bytes, id)));
        }

        /** By its webhook alone. */
        @Override
        public String toString() {
            return "Sealed[id=" + id + "]";
        }

        private static Buffer each(Buffer column, Function<byte[], byte[]> reseal) {
            return column == null ? null : Buffer.buffer(reseal.apply(column.getBytes()));
        }
    }

    /** Each time something is sealed it looks different: it is done once. */
    private record Resealing(Sealed before, Sealed anew) {

        private boolean changes() {
            return !anew.equals(before);
        }
    }

    /**
     * Seals anew what needs it of the next webhooks. Fails with {@link IllegalStateException} when something can't be opened; the
     * message names the webhook and the master key, and nothing of this step is changed.
     *
     * @param after the last webhook of the step before, or {@link #START}
     */
    public Future<Step> step(UUID after, int webhooks) {
        return pool.preparedQuery(PAGE).execute(Tuple.of(after, webhooks)).compose(rows -> {
            List<Sealed> before = StreamSupport.stream(rows.spliterator(), false)
                    .map(Sealed::of)
                    .toList();
            if (before.isEmpty()) {
                return Future.succeededFuture(new Step(after, 0, 0, 0));
            }
            UUID last = before.get(before.size() - 1).id();
            List<Resealing> due = before.stream()
                    .map(columns -> new Resealing(columns, columns.resealed(cipher)))
                    .filter(Resealing::changes)
                    .toList();
            return due.isEmpty()
                    ? Future.succeededFuture(new Step(last, before.size(), 0, 0))
                    : replace(due).map(resealed -> new Step(last, before.size(), due.size(), resealed));
        });
    }

    private Future<Integer> replace(List<Resealing> due) {
        return pool.preparedQuery(REPLACE)
                .execute(Tuple.wrap(Arrays.asList(
                        Columns.of(due, UUID[]::new, each -> each.anew().id()),
                        Columns.of(due, Buffer[]::new, each -> each.anew().secret()),
                        Columns.of(due, Buffer[]::new, each -> each.anew().previousSecret()),
                        Columns.of(due, Buffer[]::new, each -> each.anew().signingKey()),
                        Columns.of(due, Buffer[]::new, each -> each.before().secret()),
                        Columns.of(due, Buffer[]::new, each -> each.before().previousSecret()),
                        Columns.of(due, Buffer[]::new, each -> each.before().signingKey()))))
                .map(SqlResult::rowCount);
    }
}
