package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static io.integrator.webhooks.api.ContractClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** No hostile url gets into the database, neither by a create nor by a change. */
class HostileUrlRequestsTest {

    private static final Path TABLE = Path.of("../shared/src/test/resources/hostile-urls.json");

    private static final ApiUnderTest API = ApiUnderTest.get();
    private static final String INTEGRATOR = API.integrator();
    private static final ContractClient CLIENT = API.strictClient(INTEGRATOR);

    private static String webhook;

    @BeforeAll
    static void register() {
        webhook = API.register(API.client(INTEGRATOR));
    }

    static Stream<Arguments> hostileUrls() throws IOException {
        return new JsonObject(Files.readString(TABLE))
                .stream().map(group -> Arguments.of(group.getKey(), group.getValue()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostileUrls")
    void noneIsTaken(String why, JsonArray urls) {
        for (Object url : urls) {
            String body = new JsonObject().put("url", url).encode();

            HttpResponse<String> created = CLIENT.post(WEBHOOKS, body);
            HttpResponse<String> changed = CLIENT.patch(WEBHOOKS + "/" + webhook, body);

            assertRefused(created, url);
            assertRefused(changed, url);
        }
    }

    @Test
    void theirIntegratorHasTheWebhookThatItHadBefore() {
        JsonObject unchanged = json(CLIENT.get(WEBHOOKS + "/" + webhook));

        assertThat(unchanged.getString("url")).isEqualTo(ApiUnderTest.URL);
        assertThat(json(CLIENT.get(WEBHOOKS)).getJsonArray("data")).hasSize(1);
    }

    private static void assertRefused(HttpResponse<String> response, Object url) {
        assertThat(response.statusCode()).as("%s: %s", url, response.body()).isEqualTo(400);
        assertThat(json(response).getJsonArray("errors").getJsonObject(0).getString("pointer"))
                .as("%s", url)
                .isEqualTo("/url");
    }
}
