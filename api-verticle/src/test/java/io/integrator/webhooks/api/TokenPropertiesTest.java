package io.integrator.webhooks.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.integrator.webhooks.embedded.Corpus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds of any token, key or claim, whoever made it. */
class TokenPropertiesTest {

    private static final Corpus TOKENS = Corpus.of("tokens");
    private static final Corpus HEADS = Corpus.of("token-heads");
    private static final Corpus CLAIMS = Corpus.of("claims");
    private static final Corpus KEY_SETS = Corpus.of("key-sets");

    private static final TokenIssuer ISSUER = new TokenIssuer("first");
    private static final TokenClaims RULES = new TokenClaims(ApiUnderTest.authSettings(URI.create("file:/none")));

    @Property(tries = 2_000)
    void aTokenOfDamagedPartsIsReadOrRefused(@ForAll long seed) {
        byte[] head = seed % 2 == 0 ? HEADS.damaged(seed) : pick(HEADS, seed);
        byte[] claims = seed % 3 == 0 ? CLAIMS.damaged(seed) : pick(CLAIMS, seed);

        readOrRefuse(TokenIssuer.content(head, claims) + ".c2lnbmF0dXJl");
    }

    @Property(tries = 2_000)
    void aDamagedTokenIsReadOrRefused(@ForAll long seed) {
        readOrRefuse(TOKENS.damagedText(seed));
    }

    @Property
    void anyTextIsReadOrRefused(@ForAll String text) {
        readOrRefuse(text);
        readOrRefuse("e30.e30." + text);
    }

    static Stream<Corpus.Input> tokens() {
        return TOKENS.inputs();
    }

    @ParameterizedTest
    @MethodSource("tokens")
    void aTokenThatIsKeptIsReadOrRefused(Corpus.Input token) {
        readOrRefuse(token.text());
        readOrRefuse(new String(token.bytes(), UTF_8));
    }

    static Stream<Corpus.Input> heads() {
        return HEADS.inputs();
    }

    /** Those that are to be refused say so by their names. */
    @ParameterizedTest
    @MethodSource("heads")
    void aHeadThatIsKeptIsReadOrRefusedAsItsNameSays(Corpus.Input head) {
        Optional<SignedToken> read = readOrRefuse(TokenIssuer.content(head.bytes(), "{}".getBytes(UTF_8)) + ".c2ln");

        assertThat(read.isPresent()).isEqualTo(head.toString().startsWith("good-"));
    }

    static Stream<Corpus.Input> claims() {
        return CLAIMS.inputs();
    }

    @ParameterizedTest
    @MethodSource("claims")
    void claimsThatAreKeptAreTakenOrRefusedAsTheirNamesSay(Corpus.Input claims) {
        Optional<SignedToken> read =
                readOrRefuse(TokenIssuer.content("{\"alg\":\"RS256\"}".getBytes(UTF_8), claims.bytes()) + ".c2ln");

        assertThat(read.flatMap(token -> RULES.callerOf(token.claims(), Instant.parse("2026-11-24T09:30:00Z"))))
                .matches(caller -> caller.isPresent() == claims.toString().startsWith("good-"));
    }

    private static Optional<SignedToken> readOrRefuse(String text) {
        Optional<SignedToken> read = SignedToken.read(text);
        read.ifPresent(token -> {
            JsonObject head =
                    new JsonObject(Buffer.buffer(Base64.getUrlDecoder().decode(text.substring(0, text.indexOf('.')))));
            assertThat(head.getString("alg")).isEqualTo(token.algorithm().getName());
            assertThat(token.content().toString()).isEqualTo(text.substring(0, text.lastIndexOf('.')));
            assertThatCode(() -> RULES.callerOf(token.claims(), Instant.now())).doesNotThrowAnyException();
        });
        return read;
    }

    @Property(tries = 50)
    void noOtherBytesAreASignature(@ForAll long seed, @ForAll boolean rsa) {
        JsonObject claims = TokenIssuer.claims("acme", "webhooks:read");
        String token = rsa ? ISSUER.rs256(claims) : ISSUER.es256(claims);
        SignedToken sound = SignedToken.read(token).orElseThrow();
        byte[] signature = sound.signature().getBytes();
        Random random = new Random(seed);
        signature[random.nextInt(signature.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
        SignedToken damaged = new SignedToken(
                sound.algorithm(), sound.keyName(), sound.content(), Buffer.buffer(signature), sound.claims());
        TokenKey key = keys(ISSUER.keySet().toBuffer()).get(rsa ? 0 : 1);

        assertThat(key.fits(sound) && key.hasSigned(sound)).isTrue();
        assertThat(key.fits(damaged) && key.hasSigned(damaged)).isFalse();
    }

    @Property(tries = 2_000)
    void aDamagedKeySetIsReadOrRefused(@ForAll long seed) {
        readOrRefuse(KEY_SETS.damaged(seed));
    }

    @Property
    void anyBytesAreAKeySetOrRefused(@ForAll byte[] bytes) {
        readOrRefuse(bytes);
    }

    static Stream<Corpus.Input> keySets() {
        return KEY_SETS.inputs();
    }

    @ParameterizedTest
    @MethodSource("keySets")
    void aKeySetThatIsKeptHasUsableKeysIfItsNameSaysSo(Corpus.Input keySet) {
        List<TokenKey> keys = readOrRefuse(keySet.bytes());

        assertThat(keys.isEmpty()).isEqualTo(!keySet.toString().startsWith("good-"));
    }

    /** Whatever a key was made of, to try a token with it gives an answer. */
    private static List<TokenKey> readOrRefuse(byte[] bytes) {
        List<TokenKey> keys;
        try {
            keys = keys(Buffer.buffer(bytes));
        } catch (IllegalStateException refused) {
            assertThat(refused).hasMessage("it is not a JSON Web Key Set");
            return List.of();
        }
        SignedToken forged = SignedToken.read("eyJhbGciOiJSUzI1NiJ9.e30." + TokenIssuer.base64(filled(256)))
                .orElseThrow();
        assertThat(keys).noneMatch(key -> key.fits(forged) && key.hasSigned(forged));
        return keys;
    }

    private static List<TokenKey> keys(Buffer keySet) {
        return KeySource.keysOf(keySet).stream()
                .flatMap(key -> TokenKey.of(key).stream())
                .toList();
    }

    private static byte[] filled(int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) 1);
        return bytes;
    }

    private static byte[] pick(Corpus corpus, long seed) {
        List<Corpus.Input> inputs = corpus.inputs().toList();
        return inputs.get(Math.floorMod(seed, inputs.size())).bytes();
    }
}
