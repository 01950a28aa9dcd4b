package io.integrator.webhooks.launcher.process;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;

/** The service's API as one token's holder sees it. Anything but a success is an error. */
public final class Api {

    /** It would ask to change over to HTTP/2 otherwise, as no caller of the API does. */
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI base;
    private final String token;

    public Api(URI base, String token) {
        this.base = base;
        this.token = token;
    }

    /** For an operator's token. */
    public void makeKnown(String integrator) {
        send("PUT", "/v1/operator/integrators/" + integrator, BodyPublishers.noBody());
    }

    /** Registers a webhook; gives its id. */
    public String register(String url, String... events) {
        JsonObject webhook = new JsonObject().put("url", url).put("events", new JsonArray(List.of(events)));
        return new JsonObject(send("POST", "/v1/integrator/webhooks", body(webhook))).getString("id");
    }

    JsonObject webhook(String id) {
        return new JsonObject(send("GET", "/v1/integrator/webhooks/" + id, BodyPublishers.noBody()));
    }

    /** The first page of the integrator's webhooks. */
    List<JsonObject> webhooks() {
        return new JsonObject(send("GET", "/v1/integrator/webhooks", BodyPublishers.noBody()))
                .getJsonArray("data").stream().map(JsonObject.class::cast).toList();
    }

    String secret(String id) {
        return new JsonObject(send("GET", "/v1/integrator/webhooks/" + id + "/secret", BodyPublishers.noBody()))
                .getString("secret");
    }

    /** Changes a webhook; gives it as it is then. */
    JsonObject change(String id, JsonObject change) {
        return new JsonObject(send("PATCH", "/v1/integrator/webhooks/" + id, body(change)));
    }

    public JsonObject disable(String id) {
        return change(id, new JsonObject().put("disabled", true));
    }

    public JsonObject enable(String id) {
        return change(id, new JsonObject().put("disabled", false));
    }

    /** Asks for a test; gives its attempt. */
    JsonObject test(String id) {
        return new JsonObject(send("POST", "/v1/integrator/webhooks/" + id + "/test", BodyPublishers.noBody()));
    }

    /** Asks for an event to be sent once more; gives what it is answered with. */
    JsonObject resend(String id, String event) {
        String path = "/v1/integrator/webhooks/" + id + "/events/" + event + "/resend";
        return new JsonObject(send("POST", path, BodyPublishers.noBody()));
    }

    /** Replaces the secret, the former one signing for a while, and adds an Ed25519 key; gives the new secret. */
    String rotate(String id) {
        JsonObject rotation = new JsonObject().put("ed25519", true);
        return new JsonObject(send("POST", "/v1/integrator/webhooks/" + id + "/secret/rotate", body(rotation)))
                .getString("secret");
    }

    /** Has a header field sent with every attempt. */
    void addHeader(String id, String name, String value) {
        JsonObject settings = new JsonObject().put("headers", new JsonObject().put(name, value));
        send("PATCH", "/v1/integrator/webhooks/" + id + "/settings", body(settings));
    }

    private String send(String method, String path, BodyPublisher body) {
        HttpResponse<String> response = answerTo(method, path, body);
        if (response.statusCode() / 100 != 2) {
            throw new AssertionError(method + " " + path + " got " + response.statusCode() + " " + response.body());
        }
        return response.body();
    }

    /**
     * Whatever it answers.
     *
     * @param headers names and values, beside those that every request has
     */
    HttpResponse<String> answerTo(String method, String path, BodyPublisher body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .method(method, body)
                .header("authorization", "Bearer " + token)
                .header("content-type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + method + " " + path, e);
        }
    }

    private static BodyPublisher body(JsonObject json) {
        return BodyPublishers.ofString(json.encode());
    }
}
