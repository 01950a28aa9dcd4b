package io.integrator.webhooks.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.integrator.webhooks.embedded.SharedBackends;
import io.integrator.webhooks.launcher.process.ServeSettings;
import io.integrator.webhooks.store.Database;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process whose database doesn't answer: it refuses what is too much, says that it lives, and goes on when it can. */
class OverloadedServiceTest {

    private static final int REQUESTS = 4;

    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    private Path directory;

    private Map<String, String> settings(SigningKey key) {
        Map<String, String> texts = new LinkedHashMap<>(ServeSettings.local());
        texts.put("WEBHOOKS_HTTP_REQUESTS", Integer.toString(REQUESTS));
        texts.put(
                "WEBHOOKS_POSTGRES_URI",
                SharedBackends.get()
                        .createDatabase("d" + UUID.randomUUID().toString().replace("-", "_")));
        texts.put("WEBHOOKS_POSTGRES_POOL_SIZE", "2");
        texts.put("WEBHOOKS_SECRETS_KEY", "k:" + Base64.getEncoder().encodeToString(new byte[32]));
        texts.put("WEBHOOKS_AUTH_JWKS_URI", key.jwks().toUri().toString());
        texts.put("WEBHOOKS_AUTH_ISSUER", "i");
        texts.put("WEBHOOKS_AUTH_AUDIENCE", "a");
        return texts;
    }

    @Test
    void aLockedTableCostsOnlyThoseWhoNeedIt() {
        SigningKey key = SigningKey.in(directory);
        ServiceSettings settings = ServiceSettings.read(settings(key), EnumSet.of(Role.API));
        RunningService running = RunningService.start(settings);
        Vertx vertx = Vertx.vertx();
        try {
            URI management = URI.create("http://127.0.0.1:" + running.service().managementPort());
            HttpRequest list =
                    list(URI.create("http://127.0.0.1:" + running.service().apiPort()), key);
            SqlConnection holder =
                    joined(Database.pool(vertx, settings.postgres()).getConnection());
            joined(holder.query("begin; lock table webhook in access exclusive mode")
                    .execute());

            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 3 * REQUESTS; i++) {
                answers.add(http.sendAsync(list, BodyHandlers.ofString()));
            }
            await().until(() ->
                    answers.stream().filter(CompletableFuture::isDone).count() >= 2 * REQUESTS);
            List<HttpResponse<String>> refused = answers.stream()
                    .filter(CompletableFuture::isDone)
                    .map(CompletableFuture::join)
                    .toList();
            int live = statusOf(management.resolve("/health/live"));
            int ready = statusOf(management.resolve("/health/ready"));
            joined(holder.query("rollback").execute());

            assertThat(refused).hasSize(2 * REQUESTS).allSatisfy(answer -> {
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("retry-after")).isPresent();
                assertThat(answer.body()).contains("as many requests to work on as it takes");
            });
            assertThat(live).isEqualTo(200);
            assertThat(ready).isEqualTo(200);
            assertThat(answers.stream().map(CompletableFuture::join).map(HttpResponse::statusCode))
                    .filteredOn(status -> status == 200)
                    .hasSize(REQUESTS);
            assertThat(http.sendAsync(list, BodyHandlers.ofString()).join().statusCode())
                    .isEqualTo(200);
        } finally {
            joined(vertx.close());
            running.stop();
        }
    }

    private static HttpRequest list(URI api, SigningKey key) {
        String token = new TokenIssuer(key, new TokenIssuer.Audience("i", "a", "integrator_id"), InstantSource.system())
                .issue(Optional.of("acme"), List.of("webhooks:read"), Duration.ofMinutes(5));
        return HttpRequest.newBuilder(api.resolve("/v1/integrator/webhooks"))
                .header("Authorization", "Bearer " + token)
                .build();
    }

    private int statusOf(URI uri) {
        return http.sendAsync(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .join()
                .statusCode();
    }

    private static <T> T joined(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }
}
