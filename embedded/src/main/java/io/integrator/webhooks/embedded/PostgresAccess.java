package io.integrator.webhooks.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Who may connect to a Postgres, and how.
 *
 * @param rules lines of {@code pg_hba.conf}
 */
record PostgresAccess(ServerTls tls, List<String> rules) {

    /** Ourselves, to see whether it is up and to make databases. */
    private static final String OWN_RULE = "host all " + PostgresAddress.USER + " 127.0.0.1/32 trust";

    /** Writes what has to be in files to a directory, and gives the server's settings. */
    Map<String, String> settings(Path directory) throws IOException {
        List<String> lines = new ArrayList<>(List.of(OWN_RULE));
        lines.addAll(rules);
        Path access = Files.write(directory.resolve("pg_hba.conf"), lines);
        return Map.of(
                "hba_file",
                access.toString(),
                "ssl",
                "on",
                "ssl_cert_file",
                tls.shown().certificate().toString(),
                "ssl_key_file",
                tls.shown().key().toString(),
                "ssl_ca_file",
                tls.clientAuthorities().toString());
    }
}
