package io.integrator.webhooks.store;

import io.netty.handler.ssl.JdkSslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.util.Optional;
import java.util.Properties;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.postgresql.PGProperty;
import org.postgresql.ssl.WrappedFactory;

/**
 * Makes the TLS sockets of JDBC, from the same PEM files as those of Vert.x and with the same check of the host's name. The driver's own
 * factory takes no private keys in PEM, and doesn't know the JDK's authorities. Made by the driver, which knows it by its name.
 */
public final class JdbcTls extends WrappedFactory {

    /**
     * For the driver.
     *
     * @throws SSLException when a file can't be used
     */
    public JdbcTls(Properties properties) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forClient().sslProvider(SslProvider.JDK);
        file(PGProperty.SSL_ROOT_CERT, properties).ifPresent(builder::trustManager);
        Optional<File> key = file(PGProperty.SSL_KEY, properties);
        file(PGProperty.SSL_CERT, properties)
                .ifPresent(certificates -> builder.keyManager(certificates, key.orElseThrow()));
        factory = ((JdkSslContext) builder.build()).context().getSocketFactory();
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        SSLSocket secured = (SSLSocket) super.createSocket(socket, host, port, autoClose);
        SSLParameters parameters = secured.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        secured.setSSLParameters(parameters);
        return secured;
    }

    private static Optional<File> file(PGProperty property, Properties properties) {
        return Optional.ofNullable(property.getOrDefault(properties)).map(File::new);
    }
}
