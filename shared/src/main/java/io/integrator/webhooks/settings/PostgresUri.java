package io.integrator.webhooks.settings;

import io.vertx.pgclient.PgConnectOptions;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a database's URI may say, which is what Vert.x's client and JDBC understand alike. */
final class PostgresUri {

    private static final String FORM =
            "postgresql://user:password@host:port/database, with what isn't a letter, a digit or one of -._~!* as %XX in user and password;"
                    + " hosts are no parameters, and TLS is told by WEBHOOKS_POSTGRES_TLS";

    private PostgresUri() {}

    static SettingType<URI> type() {
        SettingType<URI> anyUri = SettingType.uri(FORM, "postgresql", "postgres");
        return new SettingType<>(FORM, text -> {
            URI uri = anyUri.parser().apply(text);
            requireNoHostNorTls(uri);
            // Vert.x's own error would show the password.
            PgConnectOptions.fromUri(text);
            return uri;
        });
    }

    /** The host that both connect to. */
    static String host(URI uri) {
        return PgConnectOptions.fromUri(uri.toString()).getHost();
    }

    /** sslmode=require and the like encrypt without a look at who is there; sslrootcert means nothing to Vert.x, nor host to JDBC. */
    private static void requireNoHostNorTls(URI uri) {
        Optional<String> parameters = Optional.ofNullable(uri.getRawQuery());
        boolean refused = parameters.stream()
                .flatMap(text -> Arrays.stream(text.split("&", -1)))
                .map(parameter -> parameter.toLowerCase(Locale.ROOT))
                .anyMatch(parameter -> parameter.startsWith("ssl") || parameter.startsWith("host"));
        if (refused) {
            throw new IllegalArgumentException("a parameter that isn't taken");
        }
    }
}
