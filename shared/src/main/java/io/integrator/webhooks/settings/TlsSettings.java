package io.integrator.webhooks.settings;

import java.util.List;
import java.util.Optional;

/**
 * The settings of TLS to a server; Postgres and Kafka have a set each.
 *
 * @param mode whether TLS is spoken
 * @param authorities who may vouch for the server
 * @param certificate shown to the server when it asks
 * @param key that of the certificate
 */
public record TlsSettings(
        Setting<TlsMode> mode,
        Setting<Optional<PemFile>> authorities,
        Setting<Optional<PemFile>> certificate,
        Setting<Optional<PemFile>> key) {

    /** @param prefix what the names of the set begin with, {@code WEBHOOKS_KAFKA} */
    static TlsSettings of(String prefix, String server) {
        return new TlsSettings(
                Setting.of(
                        prefix + "_TLS",
                        TlsMode.type(),
                        "auto",
                        "whether %s is spoken to by TLS, its certificate and name verified; auto is verify-full but for localhost and loopback addresses"
                                .formatted(server)),
                Setting.of(
                        prefix + "_CA_BUNDLE",
                        PemFile.ofCertificates(),
                        "",
                        "who may vouch for the certificate of %s, instead of the JDK's authorities".formatted(server)),
                Setting.of(
                        prefix + "_CLIENT_CERTIFICATE",
                        PemFile.ofCertificates(),
                        "",
                        "shown to %s when it asks, with what leads to its authority".formatted(server)),
                Setting.of(
                        prefix + "_CLIENT_KEY",
                        PemFile.ofPrivateKey(),
                        "",
                        "the private key of %s_CLIENT_CERTIFICATE".formatted(prefix)));
    }

    /** All of the set. */
    public List<Setting<?>> all() {
        return List.of(mode, authorities, certificate, key);
    }

    /**
     * Reads the set; faults are left with the reader, and the result is then not to be used.
     *
     * @param loopback whether the server is at this machine's loopback
     * @return empty for a connection without TLS
     */
    Optional<TlsClient> read(SettingReader reader, boolean loopback) {
        TlsMode wanted = reader.readOr(mode, TlsMode.AUTO);
        Optional<PemFile> bundle = reader.readOr(authorities, Optional.empty());
        Optional<ClientIdentity> identity = readIdentity(reader);
        boolean said = bundle.isPresent() || identity.isPresent();
        if (wanted == TlsMode.DISABLE && said) {
            reader.fault("%s is disable, with which %s, %s and %s have no meaning; leave them out, or give verify-full"
                    .formatted(mode.name(), authorities.name(), certificate.name(), key.name()));
        }
        boolean plain = wanted == TlsMode.DISABLE || (wanted == TlsMode.AUTO && loopback && !said);
        return plain ? Optional.empty() : Optional.of(new TlsClient(bundle, identity));
    }

    private Optional<ClientIdentity> readIdentity(SettingReader reader) {
        Optional<PemFile> shown = reader.read(certificate);
        Optional<PemFile> secret = reader.read(key);
        if (shown == null || secret == null) {
            return Optional.empty();
        }
        if (shown.isPresent() != secret.isPresent()) {
            reader.fault("%s and %s need each other; give both or neither".formatted(certificate.name(), key.name()));
            return Optional.empty();
        }
        Optional<ClientIdentity> identity = shown.map(certificates -> new ClientIdentity(certificates, secret.get()));
        if (identity.isPresent() && !identity.get().isPair()) {
            reader.fault("%s is not the key of the first certificate in %s; give those that belong together"
                    .formatted(key.name(), certificate.name()));
        }
        return identity;
    }
}
