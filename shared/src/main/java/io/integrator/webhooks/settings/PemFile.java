package io.integrator.webhooks.settings;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A PEM file (RFC 7468), as it was when the settings were read.
 *
 * @param path where it is
 * @param text what is in it; a private key's is a secret
 */
public record PemFile(Path path, String text) {

    private static final Pattern PRIVATE_KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA");

    public PemFile {
        requireNonNull(path, "path");
        requireNonNull(text, "text");
    }

    /** A file with certificates, at least one; empty for none. */
    static SettingType<Optional<PemFile>> ofCertificates() {
        return new SettingType<>("the path of a PEM file with certificates that can be read", text -> {
            Optional<PemFile> file = read(text);
            file.ifPresent(PemFile::certificates);
            return file;
        });
    }

    /** A file with a private key; empty for none. */
    static SettingType<Optional<PemFile>> ofPrivateKey() {
        return new SettingType<>(
                "the path of a PEM file with a private key in PKCS #8 (BEGIN PRIVATE KEY) that can be read", text -> {
                    Optional<PemFile> file = read(text);
                    file.ifPresent(PemFile::privateKey);
                    return file;
                });
    }

    /**
     * The certificates in it, in their order.
     *
     * @throws IllegalArgumentException when there is none, or one that can't be read
     */
    public List<X509Certificate> certificates() {
        try {
            List<X509Certificate> certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (certificates.isEmpty()) {
                throw new IllegalArgumentException("no certificate in " + path);
            }
            return certificates;
        } catch (CertificateException e) {
            throw new IllegalArgumentException("no certificates can be read from " + path, e);
        }
    }

    /**
     * The private key in it.
     *
     * @throws IllegalArgumentException when there is none that can be read
     */
    public PrivateKey privateKey() {
        Matcher matcher = PRIVATE_KEY.matcher(text);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no private key in " + path);
        }
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(matcher.group(1)));
        return KEY_ALGORITHMS.stream()
                .map(algorithm -> decoded(algorithm, encoded))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("the private key in " + path + " can't be read"));
    }

    /** The path only. */
    @Override
    public String toString() {
        return path.toString();
    }

    private static Optional<PrivateKey> decoded(String algorithm, PKCS8EncodedKeySpec encoded) {
        try {
            return Optional.of(KeyFactory.getInstance(algorithm).generatePrivate(encoded));
        } catch (InvalidKeySpecException e) {
            return Optional.empty();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the JDK knows no " + algorithm, e);
        }
    }

    private static Optional<PemFile> read(String text) {
        if (text.isBlank()) {
            return Optional.empty();
        }
        try {
            Path path = Path.of(text);
            return Optional.of(new PemFile(path, Files.readString(path, StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            throw new IllegalArgumentException("the file can't be read", e);
        }
    }
}
