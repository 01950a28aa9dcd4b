package io.integrator.webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that are published over HTTP, and change, and go. */
class TokenKeysTest {

    private static final Vertx VERTX = Vertx.vertx();
    private static final TokenIssuer BEFORE = new TokenIssuer("before");
    private static final TokenIssuer AFTER = new TokenIssuer("after");
    private static final JsonObject CLAIMS = TokenIssuer.claims("acme", "webhooks:read");

    private final AtomicReference<String> published =
            new AtomicReference<>(BEFORE.keySet().encode());
    private final AtomicInteger status = new AtomicInteger(200);
    private final AtomicInteger fetches = new AtomicInteger();

    /** Until when an answer is held back. */
    private final AtomicReference<Future<Void>> release = new AtomicReference<>(Future.succeededFuture());

    private HttpServer server;
    private TokensUnderTest tokens;

    @BeforeEach
    void publish() {
        server = TokensUnderTest.join(
                VERTX.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));
        tokens = new TokensUnderTest(VERTX, uri());
        tokens.start();
    }

    private void answer(HttpServerRequest request) {
        fetches.incrementAndGet();
        release.get()
                .onSuccess(released -> request.response()
                        .setStatusCode(status.get())
                        .putHeader("Location", "/elsewhere")
                        .end(published.get()));
    }

    private URI uri() {
        return URI.create("http://127.0.0.1:" + server.actualPort() + "/keys");
    }

    @AfterEach
    void withdraw() {
        TokensUnderTest.join(server.close());
    }

    @AfterAll
    static void close() {
        TokensUnderTest.join(VERTX.close());
    }

    @Test
    void aNewKeyIsTakenWhenATokenNamesIt() {
        published.set(AFTER.keySet().encode());
        tokens.pass(Duration.ofSeconds(31));

        assertThat(isTaken(AFTER)).isTrue();
        assertThat(fetches).hasValue(2);
    }

    @Test
    void aKeyThatIsNoLongerPublishedIsNoLongerTaken() {
        published.set(AFTER.keySet().encode());
        tokens.pass(Duration.ofSeconds(31));
        isTaken(AFTER);

        assertThat(isTaken(BEFORE)).isFalse();
    }

    @Test
    void aTokenThatWasTakenIsNoLongerTakenWithoutItsKey() {
        String token = BEFORE.rs256(CLAIMS);
        boolean takenBefore = tokens.isTaken(token);
        published.set(AFTER.keySet().encode());
        tokens.pass(Duration.ofSeconds(31));
        isTaken(AFTER);

        assertThat(takenBefore).isTrue();
        assertThat(tokens.isTaken(token)).isFalse();
    }

    @Test
    void aTokenIsRememberedAsLongAsItsKeyIsPublished() {
        String token = BEFORE.es256(CLAIMS);
        tokens.callerOf(token);
        published.set(together(BEFORE, AFTER));
        tokens.pass(Duration.ofSeconds(31));
        isTaken(AFTER);

        HeldVerification.during(VERTX, () -> assertThat(tokens.isTaken(token)).isTrue());
    }

    @Test
    void unknownKeysCauseOneFetchInHalfAMinuteAtMost() {
        published.set(AFTER.keySet().encode());

        assertThat(isTaken(AFTER)).isFalse();
        assertThat(fetches).hasValue(1);
    }

    @Test
    void tokensThatNameUnknownKeysKeepOutNobodyElse() {
        Promise<Void> answer = Promise.promise();
        release.set(answer.future());
        tokens.pass(Duration.ofSeconds(31));
        List<Future<Caller>> waiting = IntStream.range(0, TokenVerifier.MOST_UNDER_WAY)
                .mapToObj(i -> tokens.begin(naming("unknown-" + i)))
                .toList();

        assertThat(tokens.isTaken(BEFORE.es256(CLAIMS)))
                .as("a new token by a known key")
                .isTrue();
        assertThatThrownBy(() -> tokens.callerOf(naming("one-too-many"))).hasCauseInstanceOf(ProblemException.class);
        assertThat(waiting).noneMatch(Future::isComplete);
        await().until(() -> fetches.get() == 2);

        answer.complete();
        assertThat(waiting)
                .allMatch(token -> !TokensUnderTest.join(token.map(true).otherwise(false)));
        assertThat(isTaken(BEFORE)).isTrue();
    }

    private static String naming(String key) {
        JsonObject head = new JsonObject().put("alg", "RS256").put("kid", key);
        return TokenIssuer.content(head, CLAIMS) + "." + TokenIssuer.base64(new byte[256]);
    }

    @Test
    void keysStayInUseWhileNobodyPublishesThem() {
        TokensUnderTest.join(server.close());
        tokens.pass(Duration.ofSeconds(31));

        assertThat(isTaken(AFTER)).isFalse();
        assertThat(isTaken(BEFORE)).isTrue();
    }

    @Test
    void keysAreTakenFromASourceThatIsBackAgain() {
        status.set(503);
        tokens.pass(Duration.ofSeconds(31));
        boolean whileItIsAway = isTaken(AFTER);

        status.set(200);
        published.set(AFTER.keySet().encode());
        tokens.pass(Duration.ofSeconds(31));

        assertThat(whileItIsAway).isFalse();
        assertThat(isTaken(AFTER)).isTrue();
    }

    static Stream<Arguments> noKeySets() {
        return HostileKeySets.all(AFTER);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noKeySets")
    void whatIsNoKeySetLeavesTheKeysAsTheyWere(String what, String body) {
        published.set(body);
        tokens.pass(Duration.ofSeconds(31));

        assertThat(isTaken(AFTER)).as("a token by what is published").isFalse();
        assertThat(tokens.isTaken(unsigned())).as("a token without a signature").isFalse();
        assertThat(isTaken(BEFORE)).as("a token by the key before").isTrue();
        assertThat(fetches).hasValue(2);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("noKeySets")
    void whatIsNoKeySetStopsTheStart(String what, String body) {
        published.set(body);
        TokensUnderTest started = new TokensUnderTest(VERTX, uri());

        assertThatThrownBy(started::start).as(what).hasMessageContaining("WEBHOOKS_AUTH_JWKS_URI");
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 206, 302, 304, 404, 500})
    void anAnswerWithAnotherStatusLeavesTheKeysAsTheyWere(int other) {
        status.set(other);
        published.set(other == 204 || other == 304 ? "" : AFTER.keySet().encode());
        tokens.pass(Duration.ofSeconds(31));

        assertThat(isTaken(AFTER)).isFalse();
        assertThat(isTaken(BEFORE)).isTrue();
        assertThat(fetches).as("fetches, none of them of where it points to").hasValue(2);
    }

    @Test
    void keysThatAreOfNoUseArePassedOverAmongOthers() {
        JsonObject set = AFTER.keySet();
        HostileKeySets.uselessKeys(AFTER)
                .forEach(key -> set.getJsonArray("keys").add(0, key));
        published.set(set.encode());
        tokens.pass(Duration.ofSeconds(31));

        assertThat(isTaken(AFTER)).isTrue();
        assertThat(tokens.isTaken(AFTER.es256(CLAIMS))).isTrue();
        assertThat(tokens.isTaken(unsigned())).isFalse();
    }

    private boolean isTaken(TokenIssuer issuer) {
        return tokens.isTaken(issuer.rs256(CLAIMS));
    }

    private static String unsigned() {
        return TokenIssuer.content(new JsonObject().put("alg", "RS256"), CLAIMS) + ".";
    }

    private static String together(TokenIssuer one, TokenIssuer other) {
        JsonObject set = one.keySet();
        set.getJsonArray("keys").addAll(other.keySet().getJsonArray("keys"));
        return set.encode();
    }
}
