package io.integrator.webhooks.api;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;

/** Listens to a stream as the HTML standard has it, and refuses events that the document doesn't have. */
final class StreamListener implements Flow.Subscriber<String>, AutoCloseable {

    static final String PATH = "/v1/integrator/stream";

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final JsonObject EVENT = ContractClient.DOCUMENT
            .getJsonObject("components")
            .getJsonObject("schemas")
            .getJsonObject("StreamEvent");

    final List<String> lines = new CopyOnWriteArrayList<>();

    /** Each {@code {"event", "data"}}. */
    final List<JsonObject> events = new CopyOnWriteArrayList<>();

    /** Completes when the stream ends, and fails when it breaks off. */
    final CompletableFuture<HttpResponse<Void>> ended;

    private volatile String lastId = "";
    private volatile Flow.Subscription subscription;
    private String name = "";
    private String data = "";
    private String id = "";

    /** @param lastEventId empty for none */
    StreamListener(String base, String token, String lastEventId) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(base + PATH)).header("Authorization", "Bearer " + token);
        if (!lastEventId.isEmpty()) {
            request.header("Last-Event-ID", lastEventId);
        }
        ended = HTTP.sendAsync(request.build(), BodyHandlers.fromLineSubscriber(this));
    }

    /** What to resume with; empty when nothing was told in full. */
    String lastId() {
        return lastId;
    }

    /** The ids of the attempts that were told, in their order. */
    List<String> attempts() {
        return of("attempt").stream()
                .map(told -> told.getJsonObject("attempt").getString("id"))
                .toList();
    }

    /** The data of the events of a name. */
    List<JsonObject> of(String event) {
        return events.stream()
                .filter(told -> told.getString("event").equals(event))
                .map(told -> told.getJsonObject("data"))
                .toList();
    }

    @Override
    public void onSubscribe(Flow.Subscription granted) {
        subscription = granted;
        granted.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
        lines.add(line);
        if (line.isEmpty()) {
            dispatch();
        } else if (line.startsWith("event: ")) {
            name = line.substring(7);
        } else if (line.startsWith("data: ")) {
            data = line.substring(6);
        } else if (line.startsWith("id: ")) {
            id = line.substring(4);
        }
    }

    private void dispatch() {
        if (!data.isEmpty()) {
            JsonObject event = new JsonObject().put("event", name).put("data", new JsonObject(data));
            ContractClient.verifyBody(EVENT, event);
            events.add(event);
        }
        // After the event, so that whoever sees the id has the event.
        lastId = id;
        name = "";
        data = "";
    }

    @Override
    public void onError(Throwable failure) {
        lines.add("broken off: " + failure);
    }

    @Override
    public void onComplete() {
        lines.add("ended");
    }

    /** Leaves, as a client that is killed. */
    @Override
    public void close() {
        if (subscription != null) {
            subscription.cancel();
        }
    }
}
