package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static io.integrator.webhooks.api.ContractClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import inet.ipaddr.IPAddressString;
import io.integrator.webhooks.settings.AuthSettings;
import io.integrator.webhooks.settings.EgressSettings;
import io.integrator.webhooks.settings.HttpSettings;
import io.integrator.webhooks.settings.SettingReader;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code WEBHOOKS_AUTH_INTEGRATOR_CLAIM} names a claim, whatever characters are in its name. */
class IntegratorClaimTest {

    private final ApiUnderTest api = ApiUnderTest.get();
    private final String integrator = api.integrator();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tenant.id",
                "https://example.com/integrator",
                "urn:example:claims:integrator_id",
                "/integrator/0",
                "Integrator_Id"
            })
    void theClaimOfThatNameNamesTheIntegratorAndNoOtherDoes(String claim) {
        String base = deploy(claim);
        JsonObject claims = TokenIssuer.claims("somebody-else", "webhooks:read webhooks:write");
        JsonObject named = claims.copy().put(claim, integrator);
        JsonObject nested = claims.copy().put("https://example", new JsonObject().put("com/integrator", integrator));
        nested.put("tenant", new JsonObject().put("id", integrator))
                .put("integrator", new JsonObject().put("0", integrator));

        HttpResponse<String> created = client(base, named).post(WEBHOOKS, "{\"url\": \"" + ApiUnderTest.URL + "\"}");
        HttpResponse<String> refused = client(base, nested).get(WEBHOOKS);

        assertThat(created.statusCode()).isEqualTo(200);
        assertThat(refused.statusCode()).isEqualTo(401);
        HttpResponse<String> registered =
                api.client(integrator).get(WEBHOOKS + "/" + json(created).getString("id"));
        assertThat(registered.statusCode())
                .as("by the integrator that the claim named")
                .isEqualTo(200);
    }

    private ContractClient client(String base, JsonObject claims) {
        return new ContractClient(base, api.issuer.rs256(claims));
    }

    private String deploy(String claim) {
        SettingReader reader = new SettingReader(Map.of(
                "WEBHOOKS_AUTH_JWKS_URI", api.auth.jwks().toString(),
                "WEBHOOKS_AUTH_ISSUER", api.auth.issuer(),
                "WEBHOOKS_AUTH_AUDIENCE", api.auth.audience(),
                "WEBHOOKS_AUTH_INTEGRATOR_CLAIM", claim));
        ApiVerticle verticle = api.verticle(
                new HttpSettings("127.0.0.1", 0, "127.0.0.1", 0),
                AuthSettings.read(reader),
                new EgressSettings(
                        List.of(new IPAddressString("203.0.113.0/24").getAddress()), true, List.of(), List.of()),
                api.pool);
        api.vertx
                .deployVerticle(verticle)
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        return "http://127.0.0.1:" + verticle.port();
    }
}
