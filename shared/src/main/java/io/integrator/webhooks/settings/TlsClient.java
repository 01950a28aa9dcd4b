package io.integrator.webhooks.settings;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * How a server is spoken to by TLS. Its certificate has to be vouched for and to be for the host's name: there is no way to encrypt
 * without knowing to whom.
 *
 * @param authorities who may vouch for it; empty for the JDK's authorities
 * @param identity shown when it asks; empty for none
 */
public record TlsClient(Optional<PemFile> authorities, Optional<ClientIdentity> identity) {

    public TlsClient {
        requireNonNull(authorities, "authorities");
        requireNonNull(identity, "identity");
    }
}
