package io.integrator.webhooks.launcher;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;

/**
 * A key pair of {@code dev}'s own that stands in for the platform's token issuer: signs tokens with ES256 (RFC 7518) and
 * publishes its public half as a JSON Web Key Set in a file.
 */
public final class SigningKey {

    private static final String PRIVATE_FILE = "signing-key.pem";
    private static final String PUBLIC_FILE = "jwks.json";
    private static final int COORDINATE_BYTES = 32;
    private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

    private final Path directory;
    private final String id;
    private final PrivateKey key;

    private SigningKey(Path directory, String id, PrivateKey key) {
        this.directory = directory;
        this.id = id;
        this.key = key;
    }

    /** The key pair that a directory holds, made when it holds none. */
    public static SigningKey in(Path directory) {
        try {
            if (!Files.exists(directory.resolve(PUBLIC_FILE))) {
                make(directory);
            }
            return load(directory);
        } catch (IOException e) {
            throw new UncheckedIOException("the signing key in " + directory + " can't be made or read", e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the signing key in " + directory + " can't be used", e);
        }
    }

    /** Whether a directory holds one. */
    static boolean isIn(Path directory) {
        return Files.exists(directory.resolve(PUBLIC_FILE));
    }

    /** The file with the public key. */
    public Path jwks() {
        return directory.resolve(PUBLIC_FILE);
    }

    /** A JWT with these claims, in its compact form (RFC 7515). */
    String sign(JsonObject claims) {
        JsonObject header =
                new JsonObject().put("alg", "ES256").put("typ", "JWT").put("kid", id);
        String input = URL.encodeToString(header.encode().getBytes(UTF_8))
                + '.'
                + URL.encodeToString(claims.encode().getBytes(UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(key);
            signature.update(input.getBytes(US_ASCII));
            return input + '.' + URL.encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a token can't be signed", e);
        }
    }

    private static void make(Path directory) throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        ECPublicKey publicKey = (ECPublicKey) pair.getPublic();
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        PrivateFiles.write(directory.resolve(PRIVATE_FILE), pem);
        JsonObject jwk = new JsonObject()
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("use", "sig")
                .put("alg", "ES256")
                .put("kid", thumbprint(pair))
                .put("x", coordinate(publicKey.getW().getAffineX()))
                .put("y", coordinate(publicKey.getW().getAffineY()));
        // Last: its presence says that both are there.
        PrivateFiles.write(
                directory.resolve(PUBLIC_FILE),
                new JsonObject().put("keys", new JsonArray().add(jwk)).encodePrettily());
    }

    private static SigningKey load(Path directory) throws IOException, GeneralSecurityException {
        String pem = Files.readString(directory.resolve(PRIVATE_FILE)).replaceAll("-----[A-Z ]+-----|\\s", "");
        PrivateKey key = KeyFactory.getInstance("EC")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
        String id = new JsonObject(Files.readString(directory.resolve(PUBLIC_FILE)))
                .getJsonArray("keys")
                .getJsonObject(0)
                .getString("kid");
        return new SigningKey(directory, id, key);
    }

    private static String thumbprint(KeyPair pair) throws GeneralSecurityException {
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(pair.getPublic().getEncoded());
        return URL.encodeToString(digest).substring(0, 16);
    }

    /** Big-endian, of the curve's full length (RFC 7518, 6.2.1.2). */
    private static String coordinate(BigInteger value) {
        byte[] shortest = value.toByteArray();
        byte[] full = new byte[COORDINATE_BYTES];
        int length = Math.min(shortest.length, COORDINATE_BYTES);
        System.arraycopy(shortest, shortest.length - length, full, COORDINATE_BYTES - length, length);
        return URL.encodeToString(full);
    }
}
