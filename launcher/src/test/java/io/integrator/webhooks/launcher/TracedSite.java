package io.integrator.webhooks.launcher;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.embedded.Backends;
import io.integrator.webhooks.embedded.SharedBackends;
import io.integrator.webhooks.launcher.process.ServeSettings;
import io.integrator.webhooks.settings.KafkaConnection;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A service that traces, with all that it stands between: a producer, a caller, a subscriber and a receiver of traces. */
final class TracedSite implements AutoCloseable {

    private final Backends backends = SharedBackends.get();
    private final String name = UUID.randomUUID().toString().replace("-", "");
    private final Map<String, String> texts = new LinkedHashMap<>();
    private final List<Map<String, String>> posts = new CopyOnWriteArrayList<>();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final SigningKey key;
    private final HttpServer subscriber;
    private final OtlpReceiver receiver;
    private RunningService running;
    private volatile int answer = 200;

    TracedSite(Path directory) throws IOException {
        key = SigningKey.in(directory);
        receiver = new OtlpReceiver();
        subscriber = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        subscriber.createContext("/", this::take);
        subscriber.start();
        backends.createTopic(name, 1);
        texts.putAll(ServeSettings.local());
        texts.put("WEBHOOKS_POSTGRES_URI", backends.createDatabase("d" + name));
        texts.put("WEBHOOKS_SECRETS_KEY", "k:" + Base64.getEncoder().encodeToString(new byte[32]));
        texts.put("WEBHOOKS_AUTH_JWKS_URI", key.jwks().toUri().toString());
        texts.put("WEBHOOKS_AUTH_ISSUER", "i");
        texts.put("WEBHOOKS_AUTH_AUDIENCE", "a");
        texts.put("WEBHOOKS_KAFKA_BOOTSTRAP_SERVERS", backends.bootstrapServers());
        texts.put("WEBHOOKS_KAFKA_TOPICS", name);
        texts.put("WEBHOOKS_KAFKA_GROUP", name);
        texts.put("WEBHOOKS_EGRESS_ALLOW", "127.0.0.0/8");
        texts.put("WEBHOOKS_EGRESS_ALLOW_HTTP", "true");
        texts.put("WEBHOOKS_RETRY_SCHEDULE", "2h");
        texts.put("WEBHOOKS_TRACING_OTLP_ENDPOINT", receiver.endpoint());
        texts.put("WEBHOOKS_TRACING_OTLP_HEADERS", "x-key=hush");
        texts.put("WEBHOOKS_TRACING_SAMPLE", "1");
    }

    /** Changes a setting for the next start. */
    void set(String setting, String value) {
        texts.put(setting, value);
    }

    /** Starts a process of both roles. */
    void start() {
        running = RunningService.start(ServiceSettings.read(texts, EnumSet.allOf(Role.class)));
        Await.result(running.service().addIntegrator("acme"), Duration.ofSeconds(10), "the integrator");
    }

    /** Stops it in order. */
    void stop() {
        if (running != null) {
            running.stop();
            running = null;
        }
    }

    /** Registers the subscriber for an event type, by a url with what is nobody's to know; gives the webhook's id. */
    String register(String type) {
        JsonObject webhook = new JsonObject()
                .put("url", "http://127.0.0.1:" + subscriber.getAddress().getPort() + "/path-secret?token=query-secret")
                .put("events", List.of(type));
        return new JsonObject(call("/v1/integrator/webhooks", webhook.encode(), Map.of())).getString("id");
    }

    /**
     * Posts to the API; gives the answer's body.
     *
     * @param headers besides those that every request has
     */
    String call(String path, String body, Map<String, String> headers) {
        String token = new TokenIssuer(key, new TokenIssuer.Audience("i", "a", "integrator_id"), InstantSource.system())
                .issue(Optional.of("acme"), List.of("webhooks:read", "webhooks:write"), Duration.ofMinutes(5));
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + running.service().apiPort() + path))
                .header("authorization", "Bearer " + token)
                .POST(BodyPublishers.ofString(body));
        if (!body.isEmpty()) {
            request.header("content-type", "application/json");
        }
        headers.forEach(request::header);
        HttpResponse<String> response =
                client.sendAsync(request.build(), BodyHandlers.ofString()).join();
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError(path + " got " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    /** What the management port tells of metrics. */
    String metrics() {
        URI uri = URI.create("http://127.0.0.1:" + running.service().managementPort() + "/metrics");
        return client.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .join()
                .body();
    }

    /** Publishes an event with record headers; gives its id. */
    String publish(Map<String, String> headers) {
        CloudEvent event = new CloudEvent(
                UUID.randomUUID().toString(),
                EventType.PAYMENT_COMPLETED,
                "acme",
                Instant.now(),
                Buffer.buffer("{\"card\":\"payload-secret\"}", UTF_8.name()));
        ProducerRecord<byte[], byte[]> record = event.structured(name);
        headers.forEach((field, value) -> record.headers().add(field, value.getBytes(US_ASCII)));
        try (EventSender sender = new EventSender(KafkaConnection.plain(backends.bootstrapServers()))) {
            sender.send(record, () -> {});
            sender.flush();
        }
        return event.id();
    }

    /** Has the subscriber answer with a status from now on. */
    void answers(int status) {
        answer = status;
    }

    /** The header fields that the subscriber got, by name in lower case, request by request. */
    List<Map<String, String>> posts() {
        return List.copyOf(posts);
    }

    OtlpReceiver receiver() {
        return receiver;
    }

    /** How many rows a query finds. */
    long count(String from) {
        return onDatabase(statement -> {
            try (var rows = statement.executeQuery("select count(*) from " + from)) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }

    /** Changes something in the database. */
    void run(String sql) {
        onDatabase(statement -> statement.execute(sql));
    }

    private interface Question<T> {

        T of(Statement statement) throws SQLException;
    }

    private <T> T onDatabase(Question<T> question) {
        String jdbc = backends.jdbcUrl().replaceFirst("/[^/?]*(\\?|$)", "/d" + name + "$1");
        try (Connection connection = DriverManager.getConnection(jdbc);
                Statement statement = connection.createStatement()) {
            return question.of(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            Map<String, String> head = new LinkedHashMap<>();
            exchange.getRequestHeaders()
                    .forEach((field, values) -> head.put(field.toLowerCase(java.util.Locale.ROOT), values.get(0)));
            exchange.getRequestBody().readAllBytes();
            posts.add(head);
            exchange.sendResponseHeaders(answer, -1);
        }
    }

    @Override
    public void close() {
        stop();
        subscriber.stop(0);
        receiver.close();
    }
}
