package io.integrator.webhooks.api;

import static io.integrator.webhooks.api.ApiUnderTest.WEBHOOKS;
import static io.integrator.webhooks.api.ContractClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpServer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens that are made to be taken for good ones get the same answer, and get nowhere else. */
class HostileTokensTest {

    private static final String SCOPE = "webhooks:read";
    private static final ApiUnderTest API = ApiUnderTest.get();
    private static final JsonObject GOOD = TokenIssuer.claims(API.integrator(), SCOPE);

    private static final AtomicInteger FETCHES = new AtomicInteger();
    private static final HttpServer LURE = API.vertx
            .createHttpServer()
            .requestHandler(request -> {
                FETCHES.incrementAndGet();
                request.response().end();
            })
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join();

    @AfterAll
    static void close() {
        LURE.close().toCompletionStage().toCompletableFuture().join();
    }

    static Stream<Arguments> tokens() {
        return Stream.concat(
                new HostileTokens(API.issuer, GOOD).all("http://127.0.0.1:" + LURE.actualPort()),
                new HostileClaims(API.issuer, GOOD).all());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tokens")
    void itIsAnInvalidTokenAndNothingOfItIsLogged(String why, String token) {
        try (LogCapture logs = new LogCapture()) {
            HttpResponse<String> response = new ContractClient(API.open, token).get(WEBHOOKS);

            assertThat(response.statusCode()).as(why).isEqualTo(401);
            assertThat(response.headers().firstValue("www-authenticate"))
                    .hasValue("Bearer realm=\"integrator-webhooks\", scope=\"webhooks:read\", error=\"invalid_token\"");
            assertThat(json(response).getString("detail")).isEqualTo("The token is not valid.");
            assertThat(logs.lines()).as(why).noneMatch(line -> tellsOf(line, token));
        }
        assertThat(FETCHES).as("fetches of what a token names").hasValue(0);
    }

    /** A stretch of a token that is long enough to be of use, or to be nothing else. */
    private static boolean tellsOf(String line, String token) {
        List<String> parts = Arrays.asList(token.split("[. ,\"]", -1));
        return parts.stream().filter(part -> part.length() >= 12).anyMatch(part -> line.contains(part.substring(0, 12)))
                || line.contains(GOOD.getString(TokenIssuer.INTEGRATOR_CLAIM));
    }

    @Test
    void theClaimsThatTheyAreMadeOfAreGood() {
        HttpResponse<String> rs256 = new ContractClient(API.open, API.issuer.rs256(GOOD)).get(WEBHOOKS);
        HttpResponse<String> es256 = new ContractClient(API.open, API.issuer.es256(GOOD)).get(WEBHOOKS);

        assertThat(List.of(rs256.statusCode(), es256.statusCode())).containsOnly(200);
    }

    @Test
    void whatTheHeadOffersBesidesIsPassedOverInAGoodToken() {
        String head = new JsonObject()
                .put("alg", "RS256")
                .put("typ", "at+jwt")
                .put("kid", API.issuer.nameOfRsaKey())
                .put("jku", "http://127.0.0.1:" + LURE.actualPort() + "/keys")
                .put("x5t", "c2hhMQ")
                .encode();

        HttpResponse<String> response =
                new ContractClient(API.open, API.issuer.rs256(head, GOOD.encode())).get(WEBHOOKS);

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(FETCHES).hasValue(0);
    }

    @Test
    void timesMayHaveFractions() {
        JsonObject fractions =
                GOOD.copy().put("exp", GOOD.getLong("exp") + 0.5).put("nbf", 0).put("iat", GOOD.getLong("iat") - 0.25);

        HttpResponse<String> response = new ContractClient(API.open, API.issuer.rs256(fractions)).get(WEBHOOKS);

        assertThat(response.statusCode()).isEqualTo(200);
    }
}
