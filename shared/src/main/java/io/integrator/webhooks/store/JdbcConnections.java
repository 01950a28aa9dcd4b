package io.integrator.webhooks.store;

import io.integrator.webhooks.settings.PostgresSettings;
import io.integrator.webhooks.settings.TlsClient;
import java.net.URI;
import java.util.Optional;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections by JDBC, for what runs before the service does and may block. They mean the same as those of {@link Database}. */
final class JdbcConnections {

    private JdbcConnections() {}

    static PGSimpleDataSource to(PostgresSettings settings) {
        URI uri = settings.uri();
        PGSimpleDataSource source = new PGSimpleDataSource();
        String query =
                Optional.ofNullable(uri.getRawQuery()).map(text -> "?" + text).orElse("");
        source.setUrl("jdbc:postgresql://" + uri.getRawAuthority().replaceFirst("^.*@", "") + uri.getRawPath() + query);
        if (uri.getUserInfo() != null) {
            String[] userInfo = uri.getUserInfo().split(":", 2);
            source.setUser(userInfo[0]);
            source.setPassword(userInfo.length == 2 ? userInfo[1] : null);
        }
        // Its own default would try TLS, look at no certificate, and go on without.
        source.setSslMode("disable");
        settings.tls().ifPresent(tls -> speakTls(source, tls));
        return source;
    }

    private static void speakTls(PGSimpleDataSource source, TlsClient tls) {
        source.setSslMode("verify-full");
        source.setSslfactory(JdbcTls.class.getName());
        tls.authorities()
                .ifPresent(bundle -> source.setSslRootCert(bundle.path().toString()));
        tls.identity().ifPresent(identity -> {
            source.setSslCert(identity.certificates().path().toString());
            source.setSslKey(identity.key().path().toString());
        });
    }
}
