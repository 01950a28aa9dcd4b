package io.integrator.webhooks.egress;

import io.vertx.core.net.TrustOptions;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** Who vouches for the certificates of those that are posted to. */
public final class Authorities {

    private Authorities() {}

    /**
     * Trusts the JDK's certificate authorities and these; the name in a certificate is checked all the same.
     *
     * @throws IllegalStateException when the JDK can't do it
     */
    public static TrustOptions trust(List<X509Certificate> additional) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int number = 0;
            for (X509Certificate authority : ofTheJdk()) {
                trusted.setCertificateEntry("jdk-" + number++, authority);
            }
            for (X509Certificate authority : additional) {
                trusted.setCertificateEntry("additional-" + number++, authority);
            }
            return TrustOptions.wrap(managerOf(trusted));
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("certificate authorities can't be loaded", e);
        }
    }

    private static X509Certificate[] ofTheJdk() throws GeneralSecurityException {
        return managerOf(null).getAcceptedIssuers();
    }

    /** @param trusted null for the JDK's own */
    private static X509TrustManager managerOf(KeyStore trusted) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509TrustManager.class::isInstance)
                .map(X509TrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("no X.509 trust manager"));
    }
}
