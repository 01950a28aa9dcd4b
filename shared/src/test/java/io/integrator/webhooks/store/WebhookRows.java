package io.integrator.webhooks.store;

import io.vertx.sqlclient.Row;
import java.util.UUID;

/** What stands in the tables about a webhook. */
record WebhookRows(TestDatabase database) {

    Row webhook(UUID id) {
        return database.rows("select * from webhook where id = $1", id)
                .iterator()
                .next();
    }

    Row lane(UUID id) {
        return database.rows("select * from lane where webhook_id = $1", id)
                .iterator()
                .next();
    }
}
