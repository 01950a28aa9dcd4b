package io.integrator.webhooks.launcher;

import io.integrator.webhooks.settings.HttpSettings;
import io.vertx.core.json.JsonObject;

/**
 * What {@code dev} says when it is ready.
 *
 * @param kafka    HOST:PORT
 * @param postgres a {@code postgresql://} URI
 */
record DevReady(
        HttpSettings http,
        Ports ports,
        String token,
        String operatorToken,
        String integrator,
        String kafka,
        String postgres) {

    /** Those in use, which are others than asked for when 0 was. */
    record Ports(int api, int management) {}

    /** Where the API answers. */
    String url() {
        return url(http.host(), ports.api());
    }

    /** Where health and metrics are. */
    String managementUrl() {
        return url(http.managementHost(), ports.management());
    }

    /** One line that other programs rely on. There is no console yet. */
    String json() {
        return new JsonObject()
                .put("url", url())
                .put("managementUrl", managementUrl())
                .putNull("console")
                .put("token", token)
                .put("operatorToken", operatorToken)
                .put("integrator", integrator)
                .put("kafka", kafka)
                .put("postgres", postgres)
                .encode();
    }

    /** Without the tokens. */
    @Override
    public String toString() {
        return "DevReady[url=" + url() + ", integrator=" + integrator + "]";
    }

    private static String url(String host, int port) {
        String reachable = host.equals("0.0.0.0") || host.equals("::") ? "127.0.0.1" : host;
        return "http://" + (reachable.contains(":") ? "[" + reachable + "]" : reachable) + ":" + port;
    }
}
