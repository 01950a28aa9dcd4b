package io.integrator.webhooks.launcher;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Instant;

/**
 * What a running {@code dev} tells the other commands.
 *
 * @param pid       of its process
 * @param startedAt of its process, milliseconds since 1970; a pid alone may have been given to another process since
 * @param kafka     its broker, HOST:PORT
 * @param topic     where domain events go
 * @param keys      the directory of its keys
 * @param audience  what its tokens say
 */
record DevState(long pid, long startedAt, String kafka, String topic, Path keys, TokenIssuer.Audience audience) {

    String json() {
        return new JsonObject()
                .put("pid", pid)
                .put("startedAt", startedAt)
                .put("kafka", kafka)
                .put("topic", topic)
                .put("keys", keys.toString())
                .put("issuer", audience.issuer())
                .put("audience", audience.audience())
                .put("integratorClaim", audience.integratorClaim())
                .encodePrettily();
    }

    static DevState ofJson(String text) {
        JsonObject json = new JsonObject(text);
        return new DevState(
                json.getLong("pid"),
                json.getLong("startedAt"),
                json.getString("kafka"),
                json.getString("topic"),
                Path.of(json.getString("keys")),
                new TokenIssuer.Audience(
                        json.getString("issuer"), json.getString("audience"), json.getString("integratorClaim")));
    }

    /** Whether its process still runs. */
    boolean isRunning() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(process -> startedAt == startOf(process))
                .isPresent();
    }

    /** When a process started, in milliseconds since 1970; 0 where the system doesn't tell. */
    static long startOf(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }
}
