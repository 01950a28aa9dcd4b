package io.integrator.webhooks.bench.subscriber;

import io.integrator.webhooks.bench.Main;
import io.integrator.webhooks.bench.environment.JavaProcess;
import io.integrator.webhooks.bench.load.Answer;
import io.integrator.webhooks.bench.load.Group;
import io.integrator.webhooks.launcher.CommandException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The subscriber, in a process of its own. Blocks; for one thread. */
public final class SubscriberProcess implements AutoCloseable {

    private static final int LEAST_FAULT = 300;

    private final HttpClient client = HttpClient.newHttpClient();
    private final JavaProcess process;
    private final URI root;

    private SubscriberProcess(JavaProcess process, int port) {
        this.process = process;
        this.root = URI.create("http://127.0.0.1:" + port);
    }

    /** Returns when it listens. */
    public static SubscriberProcess start(Path outputs) {
        JavaProcess process =
                JavaProcess.start(outputs, "subscriber", Main.class, List.of(SubscriberCommand.NAME), Map.of());
        String line = process.awaitLine(text -> text.startsWith(SubscriberCommand.LISTENING));
        return new SubscriberProcess(process, Integer.parseInt(line.substring(SubscriberCommand.LISTENING.length())));
    }

    /** The url of a webhook whose deliveries are counted for the group and answered so. */
    public String url(Group group, Answer answer) {
        return root + "/" + group.path() + "/" + answer.path();
    }

    /** Starts to count from nothing. */
    public void begin(String phase) {
        post(ArrivalServer.BEGIN + phase);
    }

    /** Answers everything that waits for its answer, and from now on at once, until another phase begins. */
    public void release() {
        post(ArrivalServer.RELEASE);
    }

    /** How many events of a group have arrived since the phase began, repeats left out. Costs the subscriber next to nothing. */
    public long arrived(Group group) {
        return Long.parseLong(get(ArrivalServer.ARRIVED + group.path()));
    }

    /** What has arrived since the phase began. */
    public Tallies tallies() {
        return Tallies.of(new JsonObject(get(ArrivalServer.TALLIES)));
    }

    @Override
    public void close() {
        process.close();
    }

    private String get(String path) {
        return ask(HttpRequest.newBuilder(root.resolve(path)).build());
    }

    private void post(String path) {
        // Its answer says nothing but that it is done.
        String unused = ask(HttpRequest.newBuilder(root.resolve(path))
                .POST(BodyPublishers.noBody())
                .build());
    }

    private String ask(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() >= LEAST_FAULT) {
                throw new CommandException(
                        "the subscriber answers " + request.uri() + " with " + response.statusCode());
            }
            return response.body();
        } catch (IOException e) {
            throw new CommandException("the subscriber does not answer: " + process.tail(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted while the subscriber was asked", e);
        }
    }
}
