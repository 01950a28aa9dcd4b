package io.integrator.webhooks.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tokens that come again, and tokens that come by the hundred. */
@ExtendWith(VertxExtension.class)
class TokenVerifierTest {

    private final TokenIssuer issuer = new TokenIssuer("issuer");
    private final JsonObject claims = TokenIssuer.claims("acme", "webhooks:read webhooks:write");
    private TokensUnderTest tokens;

    @BeforeEach
    void useKeys(Vertx vertx, @TempDir Path directory) throws Exception {
        Path keys = Files.writeString(
                directory.resolve("keys.json"), issuer.keySet().encode());
        tokens = new TokensUnderTest(vertx, keys.toUri());
        tokens.start();
    }

    @Test
    void aTokenIsTheSameCallersEachTime() {
        String token = issuer.es256(claims);

        Caller first = tokens.callerOf(token);
        Caller again = tokens.callerOf(token);

        assertThat(first.integrator()).isEqualTo(Optional.of("acme"));
        assertThat(first.scopes()).containsExactlyInAnyOrder("webhooks:read", "webhooks:write");
        assertThat(first.until()).isEqualTo(Instant.ofEpochSecond(claims.getLong("exp")));
        assertThat(again).isEqualTo(first);
    }

    @Test
    void aTokenThatWasGoodIsRefusedOnceItHasExpired() {
        String token = issuer.es256(claims);
        boolean atFirst = tokens.isTaken(token);

        tokens.pass(Duration.ofSeconds(620));
        boolean withinTheSkew = tokens.isTaken(token);
        tokens.pass(Duration.ofSeconds(15));
        boolean later = tokens.isTaken(token);

        assertThat(List.of(atFirst, withinTheSkew, later)).containsExactly(true, true, false);
    }

    @Test
    void anotherSignatureUnderAGoodContentIsRefused() {
        String good = issuer.es256(claims);
        String stranger = new TokenIssuer("issuer").es256(claims);
        String forged = good.substring(0, good.lastIndexOf('.')) + stranger.substring(stranger.lastIndexOf('.'));

        assertThat(tokens.isTaken(good)).isTrue();
        assertThat(tokens.isTaken(forged)).isFalse();
    }

    @Test
    void aTokenThatNamesNoKeyIsTriedWithEach() {
        String nameless = issuer.rs256("{\"alg\":\"RS256\"}", claims.encode());
        String forged = new TokenIssuer("issuer").rs256("{\"alg\":\"RS256\"}", claims.encode());

        assertThat(tokens.isTaken(nameless)).isTrue();
        assertThat(tokens.isTaken(forged)).isFalse();
    }

    @Test
    void onlyNewTokensWaitWhileForgedOnesAreVerified(Vertx vertx) {
        String remembered = issuer.es256(claims);
        tokens.callerOf(remembered);
        List<Future<Caller>> waiting = new ArrayList<>();

        HeldVerification.during(vertx, () -> {
            forged(TokenVerifier.MOST_UNDER_WAY - 1).map(tokens::begin).forEach(waiting::add);
            waiting.add(tokens.begin(issuer.es256(claims.copy().put("jti", "unseen"))));

            assertThat(tokens.isTaken(remembered)).isTrue();
            assertThat(tokens.isTaken("garbage")).isFalse();
            assertThat(waiting).noneMatch(Future::isComplete);
            assertThatThrownBy(() -> tokens.callerOf(issuer.es256(claims.copy().put("jti", "too much"))))
                    .hasCauseInstanceOf(ProblemException.class)
                    .hasMessageContaining("ask again in 1 s");
        });

        Future<Caller> unseen = waiting.remove(waiting.size() - 1);
        assertThat(TokensUnderTest.join(unseen).integrator()).hasValue("acme");
        assertThat(waiting)
                .noneMatch(forged -> TokensUnderTest.join(forged.map(true).otherwise(false)));
        assertThat(tokens.isTaken(issuer.es256(claims.copy().put("jti", "later"))))
                .isTrue();
    }

    @Test
    void whoeverBeginsWithAThousandRequestsIsVerifiedOnce(Vertx vertx) {
        String token = issuer.es256(claims);
        List<Future<Caller>> begun = new ArrayList<>();

        HeldVerification.during(
                vertx,
                () -> Stream.generate(() -> tokens.begin(token)).limit(1_000).forEach(begun::add));

        assertThat(TokensUnderTest.join(Future.all(begun)).succeeded()).isTrue();
    }

    /** Tokens of the right form, whose signatures take as long to refuse as a good one to admit. */
    private Stream<String> forged(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(
                        i -> ByteBuffer.allocate(64).putInt(28, i).putInt(60, i).array())
                .map(signature -> issuer.es256(claims, signature));
    }
}
