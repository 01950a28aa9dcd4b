package io.integrator.webhooks.launcher.process;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where a test runs {@code dev}: apart from the user's own, which the other commands would find otherwise. */
record DevSite(Processes processes, Path cache) {

    /** A {@code dev} that has said that it is ready. */
    record Dev(CommandProcess process, JsonObject ready) {

        /** As the integrator whose token it has printed. */
        Api api() {
            return new Api(URI.create(ready.getString("url")), ready.getString("token"));
        }
    }

    /** Starts a {@code dev} on free ports; returns when it is ready. */
    Dev startDev(String... options) {
        List<String> arguments = new ArrayList<>(List.of("dev", "--json", "--port", "0", "--management-port", "0"));
        arguments.addAll(List.of(options));
        CommandProcess process = start(arguments.toArray(String[]::new));
        return new Dev(process, new JsonObject(process.awaitOut(line -> true)));
    }

    /** Starts a command that finds the {@code dev} by itself. */
    CommandProcess start(String... arguments) {
        return processes.start(Map.of("XDG_CACHE_HOME", cache.toString()), arguments);
    }
}
