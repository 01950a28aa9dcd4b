package io.integrator.webhooks.embedded;

import java.nio.file.Path;

/**
 * TLS of a server that tests start.
 *
 * @param shown who the server is
 * @param clientAuthorities a PEM file with those that may vouch for the certificates of clients
 */
public record ServerTls(PemIdentity.InFiles shown, Path clientAuthorities) {}
