package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static io.integrator.webhooks.api.ContractClient.json;
import static io.integrator.webhooks.api.TokenIssuer.claims;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AuthenticationTest {

    private static final String CHALLENGE = "Bearer realm=\"integrator-webhooks\", scope=\"webhooks:read\"";
    private static final String SCOPE = "webhooks:read";

    private static final ApiUnderTest API = ApiUnderTest.get();

    static Stream<Arguments> badTokens() {
        TokenIssuer issuer = API.issuer;
        TokenIssuer stranger = new TokenIssuer("stranger");
        long now = Instant.now().getEpochSecond();
        JsonObject good = claims("acme", SCOPE);
        String signed = issuer.rs256(good);
        String unsigned = TokenIssuer.content(new JsonObject().put("alg", "none"), good) + ".";
        return Stream.of(
                arguments("garbage", "garbage"),
                arguments("three parts of garbage", "a.b.c"),
                arguments("no token after the scheme", ""),
                arguments("expired", issuer.rs256(good.copy().put("exp", now - 600))),
                arguments("never expires", issuer.rs256(without(good, "exp"))),
                arguments("expires at a text", issuer.rs256(good.copy().put("exp", "never"))),
                arguments("not valid yet", issuer.rs256(good.copy().put("nbf", now + 600))),
                arguments("another issuer's", issuer.rs256(good.copy().put("iss", "https://else.example.com"))),
                arguments("issuer is no text", issuer.rs256(good.copy().put("iss", 5))),
                arguments("no issuer", issuer.rs256(without(good, "iss"))),
                arguments("for somebody else", issuer.rs256(good.copy().put("aud", "payments"))),
                arguments("for nobody", issuer.rs256(without(good, "aud"))),
                arguments("algorithm none", unsigned),
                arguments("algorithm none, with a signature", unsigned + signed.substring(signed.lastIndexOf('.') + 1)),
                arguments("an unknown key", issuer.rs256(good, "nobody's")),
                arguments("another issuer's key", stranger.rs256(good)),
                arguments("another issuer's key under our key's name", stranger.rs256(good, issuer.nameOfRsaKey())),
                arguments("altered", signed.replaceFirst("\\.[^.]+\\.", "." + base64(claims("other", SCOPE)) + ".")),
                arguments("no integrator", issuer.rs256(without(good, "integrator_id"))),
                arguments("blank integrator", issuer.rs256(claims(" ", SCOPE))),
                arguments("integrator with a NUL", issuer.rs256(claims("ac\0me", SCOPE))),
                arguments("integrator is no text", issuer.rs256(good.copy().put("integrator_id", 5))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTokens")
    void aBadTokenIsAnInvalidToken(String why, String token) {
        ContractClient client = new ContractClient(API.open, token);

        HttpResponse<String> response = client.get(WEBHOOKS);

        assertThat(response.statusCode()).as(why).isEqualTo(401);
        assertThat(response.headers().firstValue("www-authenticate")).hasValue(CHALLENGE + ", error=\"invalid_token\"");
        assertThat(json(response).getString("error")).isEqualTo("invalid_token");
        assertThat(json(response).getString("realm")).isEqualTo("integrator-webhooks");
        assertThat(json(response).getString("scope")).isEqualTo(SCOPE);
    }

    @Test
    void noTokenIsNoError() {
        ContractClient client = new ContractClient(API.open, null);

        HttpResponse<String> response = client.get(WEBHOOKS);

        assertThat(response.statusCode()).isEqualTo(401);
        assertThat(response.headers().firstValue("www-authenticate")).hasValue(CHALLENGE);
        assertThat(json(response).containsKey("error")).isFalse();
    }

    @Test
    void anotherSchemeIsNoToken() {
        ContractClient client = new ContractClient(API.open, null);

        HttpResponse<String> response = client.send("GET", WEBHOOKS, null, "Authorization", "Basic YTpi");

        assertThat(response.headers().firstValue("www-authenticate")).hasValue(CHALLENGE);
    }

    @Test
    void theTokenIsJudgedBeforeTheRequest() {
        ContractClient client = new ContractClient(API.open, "garbage");

        HttpResponse<String> response = client.post(WEBHOOKS, "{]");

        assertThat(response.statusCode()).isEqualTo(401);
    }

    @Test
    void rs256AndEs256AreTaken() {
        JsonObject good = claims(API.integrator(), SCOPE);

        HttpResponse<String> rs256 = new ContractClient(API.open, API.issuer.rs256(good)).get(WEBHOOKS);
        HttpResponse<String> es256 = new ContractClient(API.open, API.issuer.es256(good)).get(WEBHOOKS);

        assertThat(rs256.statusCode()).isEqualTo(200);
        assertThat(es256.statusCode()).isEqualTo(200);
    }

    @Test
    void oneOfSeveralAudiencesIsEnough() {
        JsonObject several = claims(API.integrator(), SCOPE)
                .put("aud", new JsonArray().add("payments").add(TokenIssuer.AUDIENCE));

        HttpResponse<String> response = new ContractClient(API.open, API.issuer.rs256(several)).get(WEBHOOKS);

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void clocksMayDifferByAFewSeconds() {
        long now = Instant.now().getEpochSecond();
        JsonObject skewed = claims(API.integrator(), SCOPE).put("exp", now - 10).put("nbf", now + 10);

        HttpResponse<String> response = new ContractClient(API.open, API.issuer.rs256(skewed)).get(WEBHOOKS);

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    void anOperatorNeedsNoIntegrator() {
        JsonObject nameless = without(claims("", "operator"), "integrator_id");
        ContractClient operator = new ContractClient(API.open, API.issuer.rs256(nameless));

        HttpResponse<String> response = operator.send("PUT", "/v1/operator/integrators/made-known", null);

        assertThat(response.statusCode()).isEqualTo(204);
    }

    private static JsonObject without(JsonObject claims, String name) {
        JsonObject rest = claims.copy();
        rest.remove(name);
        return rest;
    }

    private static String base64(JsonObject json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.encode().getBytes(UTF_8));
    }
}
