package io.integrator.webhooks.bench.process;

import io.integrator.webhooks.launcher.CommandException;
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

/** A part of a benchmark in a process of its own, which says where it listens and is told by HTTP what to do. Blocks; for one thread. */
public final class ControlledProcess implements AutoCloseable {

    private static final int LEAST_FAULT = 300;

    private final HttpClient client = HttpClient.newHttpClient();
    private final JavaProcess process;
    private final String name;
    private final URI root;

    private ControlledProcess(JavaProcess process, String name, int port) {
        this.process = process;
        this.name = name;
        this.root = URI.create("http://127.0.0.1:" + port);
    }

    /**
     * Returns when it listens.
     *
     * @param command of the benchmarks' command line, its name: it runs a {@link ControlledProgram}
     */
    public static ControlledProcess start(Path outputs, Class<?> main, String command) {
        JavaProcess process = JavaProcess.start(outputs, command, List.of(), main, List.of(command), Map.of());
        String line = process.awaitLine(text -> text.startsWith(ControlledProgram.LISTENING));
        return new ControlledProcess(
                process, command, Integer.parseInt(line.substring(ControlledProgram.LISTENING.length())));
    }

    /** Where it listens. */
    public URI root() {
        return root;
    }

    /** The process. */
    public JavaProcess process() {
        return process;
    }

    /** What it answers. */
    public String get(String path) {
        return ask(HttpRequest.newBuilder(root.resolve(path)).build());
    }

    /** Returns when it has done what it was told. */
    public void post(String path) {
        // Its answer says nothing but that it is done.
        String unused = ask(HttpRequest.newBuilder(root.resolve(path))
                .POST(BodyPublishers.noBody())
                .build());
    }

    @Override
    public void close() {
        process.close();
    }

    private String ask(HttpRequest request) {
        try {
            HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
            if (response.statusCode() >= LEAST_FAULT) {
                throw new CommandException("the process " + name + " answers "
                        + request.uri().getPath() + " with " + response.statusCode() + ": " + response.body());
            }
            return response.body();
        } catch (IOException e) {
            throw new CommandException("the process " + name + " does not answer: " + process.tail(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted while the process " + name + " was asked", e);
        }
    }
}
