package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static io.integrator.webhooks.api.ContractClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** More forged tokens than can be verified. */
class TokenFloodTest {

    /** Forged tokens beyond those that may wait. */
    private static final int BEYOND = 20;

    private final ApiUnderTest api = ApiUnderTest.get();
    private final HttpClient http = HttpClient.newHttpClient();
    private final JsonObject claims = TokenIssuer.claims(api.integrator(), "webhooks:read webhooks:write");

    @Test
    void whoseTokenIsRememberedIsServedWhileForgedOnesAreVerified() {
        ContractClient remembered = new ContractClient(api.open, api.issuer.es256(claims));
        ContractClient unseen =
                new ContractClient(api.open, api.issuer.es256(claims.copy().put("jti", "unseen")));
        ContractClient tokenless = new ContractClient(api.open, null);
        remembered.get(WEBHOOKS);
        List<CompletableFuture<HttpResponse<String>>> flood = new ArrayList<>();

        HeldVerification.during(api.vertx, () -> {
            for (int i = 1; i <= TokenVerifier.MOST_UNDER_WAY + BEYOND; i++) {
                flood.add(askWith(forged(i)));
            }
            await().until(() -> flood.stream().filter(CompletableFuture::isDone).count() >= BEYOND);

            assertThat(remembered.get(WEBHOOKS).statusCode()).isEqualTo(200);
            assertThat(api.register(remembered)).isNotEmpty();
            assertThat(tokenless.get("/openapi.json").statusCode()).isEqualTo(200);
            assertThat(tokenless.get(WEBHOOKS).statusCode()).isEqualTo(401);
            HttpResponse<String> refused = unseen.get(WEBHOOKS);
            assertThat(refused.statusCode()).isEqualTo(429);
            assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
            assertThat(json(refused).getString("detail")).contains("ask again in 1 s");
        });

        assertThat(flood.stream().map(answer -> answer.join().statusCode()).filter(status -> status == 401))
                .hasSize(TokenVerifier.MOST_UNDER_WAY);
        assertThat(flood.stream().map(answer -> answer.join().statusCode()).filter(status -> status == 429))
                .hasSize(BEYOND);
        assertThat(unseen.get(WEBHOOKS).statusCode()).isEqualTo(200);
    }

    /** Of the right form, with claims that would be taken. */
    private String forged(int number) {
        byte[] signature =
                ByteBuffer.allocate(64).putInt(28, number).putInt(60, number).array();
        return api.issuer.es256(claims, signature);
    }

    private CompletableFuture<HttpResponse<String>> askWith(String token) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(api.open + WEBHOOKS))
                .header("Authorization", "Bearer " + token)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
        return http.sendAsync(request, BodyHandlers.ofString());
    }
}
