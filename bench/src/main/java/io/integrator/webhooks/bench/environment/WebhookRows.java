package io.integrator.webhooks.bench.environment;

import io.integrator.webhooks.bench.load.Share;
import io.integrator.webhooks.signing.SecretCipher;
import io.integrator.webhooks.signing.WebhookSecret;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** Rows of webhooks as the API would have left them; set-based, since they can be a hundred thousand. */
final class WebhookRows {

    private static final int AT_ONCE = 1_000;

    private static final String INSERT_INTEGRATORS =
            "insert into integrator (id) select distinct unnest(?::text[]) on conflict do nothing";

    private static final String INSERT_WEBHOOKS = """
            with registered as (
                insert into webhook (id, integrator_id, url, events, secret)
                select id::uuid, integrator_id, url, array[type], decode(secret, 'hex')
                from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                    as w (id, integrator_id, url, type, secret)
                returning id
            )
            insert into lane (webhook_id) select id from registered
            """;

    private final BenchDatabase database;
    private final SecretCipher cipher;

    /** A webhook to be. */
    record Row(UUID id, Share share, String url) {}

    WebhookRows(BenchDatabase database, SecretCipher cipher) {
        this.database = database;
        this.cipher = cipher;
    }

    /** Inserts them, each with a secret of its own, and the integrators that aren't known. */
    void insert(List<Row> rows) {
        for (int from = 0; from < rows.size(); from += AT_ONCE) {
            insertAtOnce(rows.subList(from, Math.min(rows.size(), from + AT_ONCE)));
        }
    }

    private void insertAtOnce(List<Row> rows) {
        List<String> integrators =
                rows.stream().map(row -> row.share().integrator()).toList();
        database.execute(INSERT_INTEGRATORS, integrators);
        long inserted = database.execute(
                INSERT_WEBHOOKS,
                rows.stream().map(Row::id).toList(),
                integrators,
                rows.stream().map(Row::url).toList(),
                rows.stream().map(row -> row.share().type().wireName()).toList(),
                rows.stream().map(this::sealedSecret).toList());
        if (inserted != rows.size()) {
            throw new IllegalStateException(inserted + " webhooks are registered, not " + rows.size());
        }
    }

    private String sealedSecret(Row row) {
        return HexFormat.of().formatHex(cipher.seal(WebhookSecret.generate(), row.id()));
    }
}
