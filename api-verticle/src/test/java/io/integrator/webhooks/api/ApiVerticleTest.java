package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static io.integrator.webhooks.api.ContractClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import inet.ipaddr.IPAddressString;
import io.integrator.webhooks.embedded.SharedBackends;
import io.integrator.webhooks.settings.EgressSettings;
import io.integrator.webhooks.settings.HttpSettings;
import io.integrator.webhooks.store.Database;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgBuilder;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starting, and what settings and surroundings do to the API. */
class ApiVerticleTest {

    private static final HttpSettings ANY_PORT = new HttpSettings("127.0.0.1", 0, "127.0.0.1", 0);
    private static final EgressSettings DEVELOPMENT = new EgressSettings(List.of(), true, List.of(), List.of());

    private final ApiUnderTest api = ApiUnderTest.get();

    @Test
    void aTakenPortStopsTheStartAndIsNamed() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            HttpSettings http = new HttpSettings("127.0.0.1", taken.getLocalPort(), "127.0.0.1", 0);
            ApiVerticle verticle = api.verticle(http, api.auth, DEVELOPMENT, api.pool);

            assertThatThrownBy(() -> deploy(verticle))
                    .hasMessageContaining("127.0.0.1 port " + taken.getLocalPort())
                    .hasMessageContaining("taken")
                    .hasMessageContaining("WEBHOOKS_HTTP_PORT");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:/nowhere/keys.json", "http://127.0.0.1:1/keys.json"})
    void keysThatCannotBeReadStopTheStart(String source) {
        ApiVerticle verticle =
                api.verticle(ANY_PORT, ApiUnderTest.authSettings(URI.create(source)), DEVELOPMENT, api.pool);

        assertThatThrownBy(() -> deploy(verticle))
                .hasMessageContaining(source)
                .hasMessageContaining("WEBHOOKS_AUTH_JWKS_URI");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{}",
                "{\"keys\": 5}",
                "{\"keys\": []}",
                "{\"keys\": [{\"kty\": \"oct\", \"k\": \"c2VjcmV0\"}]}"
            })
    void whatIsNoKeySetStopsTheStart(String content, @TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("keys.json"), content);
        ApiVerticle verticle = api.verticle(ANY_PORT, ApiUnderTest.authSettings(file.toUri()), DEVELOPMENT, api.pool);

        assertThatThrownBy(() -> deploy(verticle)).hasMessageContaining("keys.json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:9000/hook", "https://10.0.0.1/hook", "http://[::1]/hook"})
    void developmentStillPostsToNoAddressThatIsNotAllowed(String url) {
        String base = api.deploy(DEVELOPMENT, api.pool);
        ContractClient client = api.client(base, api.integrator(), "webhooks:write");

        HttpResponse<String> response =
                client.post(WEBHOOKS, new JsonObject().put("url", url).encode());

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(json(response).getJsonArray("errors").getJsonObject(0).getString("pointer"))
                .isEqualTo("/url");
        assertThat(response.body()).doesNotContain("127.0.0.1");
    }

    @Test
    void developmentPostsToWhatIsAllowed() {
        EgressSettings loopback = new EgressSettings(
                List.of(new IPAddressString("127.0.0.0/8").getAddress(), new IPAddressString("::1").getAddress()),
                true,
                List.of(),
                List.of());
        ContractClient client = api.client(api.deploy(loopback, api.pool), api.integrator(), "webhooks:write");

        HttpResponse<String> response = client.post(WEBHOOKS, "{\"url\": \"http://localhost:9000/hook\"}");

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @Test
    void anInternalErrorTellsNothingInternal() {
        URI empty = URI.create(SharedBackends.get().createDatabase("without_schema"));
        Pool pool = PgBuilder.pool()
                .connectingTo(Database.connectOptions(empty))
                .using(api.vertx)
                .build();
        ContractClient client = api.client(api.deploy(DEVELOPMENT, pool), "acme", "webhooks:read");

        HttpResponse<String> response = client.get(WEBHOOKS);

        assertThat(response.statusCode()).isEqualTo(500);
        assertThat(json(response).fieldNames()).containsExactly("type", "title", "status", "detail", "instance");
        assertThat(response.body()).doesNotContainIgnoringCase("relation").doesNotContain("select", "Exception");
    }

    @Test
    void requestsAreTimedByOperationAndClassOfStatus() {
        ContractClient client = api.client(api.integrator());

        client.get(WEBHOOKS + "/1/secret");
        client.get("/unheard-of");

        await().untilAsserted(() -> {
            assertThat(count("getWebhookSecret", "4xx")).isPositive();
            assertThat(count("none", "4xx")).isPositive();
        });
    }

    private long count(String operation, String status) {
        return api.metrics.find(RequestMetrics.TIMER).tags("operation", operation, "status", status).timers().stream()
                .mapToLong(timer -> timer.count())
                .sum();
    }

    private void deploy(ApiVerticle verticle) {
        api.vertx
                .deployVerticle(verticle)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
    }
}
