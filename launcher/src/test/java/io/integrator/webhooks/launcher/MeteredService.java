package io.integrator.webhooks.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.launcher.process.Api;
import io.integrator.webhooks.launcher.process.EventTopic;
import io.integrator.webhooks.launcher.process.PlatformIssuer;
import io.integrator.webhooks.launcher.process.ServeSettings;
import io.integrator.webhooks.launcher.process.TestDatabase;
import io.integrator.webhooks.signing.SecretCipher;
import io.integrator.webhooks.signing.WebhookSecret;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** A service of both roles with a subscriber that answers by the path, whose metrics are looked at. */
final class MeteredService implements AutoCloseable {

    /** What the subscriber answers with, by the path's last letter. */
    private static final int[] STATUSES = {200, 200, 200, 200, 200, 200, 500, 503, 410, 301};

    private static final String REGISTER = """
            with known as (
                insert into integrator (id) values (?)
            ), registered as (
                insert into webhook (id, integrator_id, url, events, secret)
                select id::uuid, ?, ? || n, array['payment.completed'], decode(secret, 'hex')
                from unnest(?::text[], ?::text[]) with ordinality as w (id, secret, n)
                returning id
            )
            insert into lane (webhook_id) select id from registered
            """;

    private final Vertx vertx = Vertx.vertx();
    private final TestDatabase database = TestDatabase.fresh();
    private final EventTopic topic = EventTopic.fresh();
    private final HttpServer subscriber;
    private final PlatformIssuer issuer;
    private final RunningService running;

    MeteredService(Path directory) {
        subscriber = vertx.createHttpServer()
                .requestHandler(MeteredService::answer)
                .listen(0, "127.0.0.1")
                .await();
        issuer = PlatformIssuer.in(directory);
        Map<String, String> texts = ServeSettings.api(database, issuer);
        texts.putAll(ServeSettings.delivery(database, topic));
        texts.put("WEBHOOKS_SECRETS_KEY", "k:" + Base64.getEncoder().encodeToString(new byte[32]));
        texts.put("WEBHOOKS_TRACING_OTLP_ENDPOINT", "http://127.0.0.1:1");
        texts.put("WEBHOOKS_TRACING_SAMPLE", "0");
        running = RunningService.start(ServiceSettings.read(texts, EnumSet.allOf(Role.class)));
    }

    private static void answer(HttpServerRequest request) {
        String path = request.path();
        int status = STATUSES[path.charAt(path.length() - 1) - '0'];
        request.response().setStatusCode(status).end();
    }

    Scrape scrape() {
        return Scrape.of(management());
    }

    URI management() {
        return URI.create("http://127.0.0.1:" + running.service().managementPort());
    }

    URI api() {
        return URI.create("http://127.0.0.1:" + running.service().apiPort());
    }

    /** Makes an integrator known and registers a webhook by the API; gives the integrator. */
    String register() {
        String integrator = "integrator-" + UUID.randomUUID();
        new Api(api(), issuer.operatorToken()).makeKnown(integrator);
        new Api(api(), issuer.token(integrator)).register(url() + "0", "payment.completed");
        return integrator;
    }

    /** Registers so many webhooks of a new integrator by one statement; gives the integrator. */
    String register(int webhooks) throws SQLException {
        String integrator = "integrator-" + UUID.randomUUID();
        SecretCipher cipher = new SecretCipher(Map.of("k", new byte[32]));
        List<UUID> ids = Stream.generate(UUID::randomUUID).limit(webhooks).toList();
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl());
                PreparedStatement statement = connection.prepareStatement(REGISTER)) {
            // The news of each of them would be ten thousand looks for what it missed, which nobody published.
            connection.createStatement().execute("set session_replication_role = replica");
            statement.setString(1, integrator);
            statement.setString(2, integrator);
            statement.setString(3, url());
            statement.setArray(4, connection.createArrayOf("text", ids.toArray()));
            statement.setArray(
                    5,
                    connection.createArrayOf(
                            "text",
                            ids.stream()
                                    .map(id -> HexFormat.of().formatHex(cipher.seal(WebhookSecret.generate(), id)))
                                    .toArray()));
            assertThat(statement.executeUpdate()).isEqualTo(webhooks);
        }
        return integrator;
    }

    private String url() {
        return "http://127.0.0.1:" + subscriber.actualPort() + "/";
    }

    void publish(String integrator) {
        topic.publish(integrator, "payment.completed");
    }

    /** A record that is no event. */
    void publishNonsense() {
        topic.append("{");
    }

    @Override
    public void close() {
        running.stop();
        vertx.close().await();
    }
}
