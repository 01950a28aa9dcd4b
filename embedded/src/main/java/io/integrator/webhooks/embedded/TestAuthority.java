package io.integrator.webhooks.embedded;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Pattern;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.CertIOException;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * For tests: a certificate authority of their own, with the certificates that their servers and clients show. Needs BouncyCastle, which
 * the tests that use it bring.
 */
public final class TestAuthority {

    private static final X500Principal NAME = new X500Principal("CN=Test Authority");
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+");

    private final AtomicLong serial = new AtomicLong(1);
    private final KeyPair keys = keyPair();
    private final X509Certificate certificate =
            sign(NAME, keys, NAME, keys, Instant.now().plus(YEAR), null);

    /** Its own certificate, as a bundle in a directory. */
    public Path bundleIn(Path directory) {
        try {
            return Files.writeString(directory.resolve("authority.pem"), pem("CERTIFICATE", certificate.getEncoded()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate for a host, by name or by address, or for a client. */
    public PemIdentity issue(String host) {
        return issue(host, Instant.now().plus(YEAR));
    }

    /** A certificate for a host that ran out yesterday. */
    public PemIdentity issueExpired(String host) {
        return issue(host, Instant.now().minus(Duration.ofDays(1)));
    }

    /** A certificate for a host that nobody but itself vouches for. */
    public PemIdentity selfSigned(String host) {
        KeyPair own = keyPair();
        X500Principal subject = new X500Principal("CN=" + host);
        return identity(own, sign(subject, own, subject, own, Instant.now().plus(YEAR), host));
    }

    private PemIdentity issue(String host, Instant until) {
        KeyPair own = keyPair();
        return identity(own, sign(NAME, keys, new X500Principal("CN=" + host), own, until, host));
    }

    private static PemIdentity identity(KeyPair keys, X509Certificate certificate) {
        try {
            Key secret = keys.getPrivate();
            return new PemIdentity(
                    pem("CERTIFICATE", certificate.getEncoded()), pem("PRIVATE KEY", secret.getEncoded()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param host null for the authority itself */
    private X509Certificate sign(
            X500Principal issuer, KeyPair signer, X500Principal subject, KeyPair owner, Instant until, String host) {
        try {
            JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                    issuer,
                    BigInteger.valueOf(serial.getAndIncrement()),
                    Date.from(until.minus(YEAR).minus(YEAR)),
                    Date.from(until),
                    subject,
                    owner.getPublic());
            if (host == null) {
                builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            } else {
                builder.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(
                                ADDRESS.matcher(host).matches() ? GeneralName.iPAddress : GeneralName.dNSName, host)));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(
                            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signer.getPrivate())));
        } catch (CertIOException | OperatorCreationException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair keyPair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String type, byte[] content) {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(US_ASCII)).encodeToString(content);
        return "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n";
    }
}
