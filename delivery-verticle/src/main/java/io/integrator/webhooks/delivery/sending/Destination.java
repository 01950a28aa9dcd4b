package io.integrator.webhooks.delivery.sending;

import io.integrator.webhooks.egress.UrlRules;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.time.Duration;

/** Where a url without a fault leads, told once for all attempts. Of one event loop. */
final class Destination {

    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;

    private final boolean secure;
    private final String host;
    private final RequestOptions unaddressed;
    private InetAddress address;
    private RequestOptions addressed;

    Destination(String url, Duration connectTimeout) {
        URI uri = URI.create(url);
        this.secure = "https".equalsIgnoreCase(uri.getScheme());
        this.host = UrlRules.hostOf(uri);
        String path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        this.unaddressed = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setHost(host)
                .setPort(uri.getPort() >= 0 ? uri.getPort() : secure ? HTTPS_PORT : HTTP_PORT)
                .setSsl(secure)
                .setURI(uri.getRawQuery() == null ? path : path + '?' + uri.getRawQuery())
                .setConnectTimeout(connectTimeout.toMillis())
                .setFollowRedirects(false);
    }

    boolean isSecure() {
        return secure;
    }

    String host() {
        return host;
    }

    int port() {
        return unaddressed.getPort();
    }

    /** A request that goes to the address, whatever the host's name resolves to by then. */
    RequestOptions to(InetAddress admitted) {
        if (!admitted.equals(address)) {
            addressed = new RequestOptions(unaddressed)
                    .setServer(SocketAddress.inetSocketAddress(unaddressed.getPort(), admitted.getHostAddress()));
            address = admitted;
        }
        return addressed;
    }
}
