package io.integrator.webhooks.launcher;

import io.integrator.webhooks.embedded.Backends;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a {@code dev} has started, to be stopped in the other order. For one thread at a time. */
final class DevProcess {

    private static final Logger LOG = LoggerFactory.getLogger(DevProcess.class);

    private final DevDirectory directory;
    private final DevStates states;
    private final long begin;
    private final Deque<Runnable> stops = new ArrayDeque<>();
    private Service service;
    private DevReady ready;
    private String guide;

    DevProcess(DevDirectory directory, DevStates states, long begin) {
        this.directory = directory;
        this.states = states;
        this.begin = begin;
        stops.push(directory::discard);
    }

    void owns(Backends backends) {
        stops.push(backends::close);
    }

    void owns(RunningService running) {
        service = running.service();
        stops.push(running::stop);
    }

    /** The ports that the service came to listen on. */
    DevReady.Ports ports() {
        return new DevReady.Ports(service.apiPort(), service.managementPort());
    }

    /** Makes it known to the other commands and to whoever started it. */
    void tell(DevReady told, Map<String, String> settings, String topic, TokenIssuer.Audience audience) {
        ready = told;
        guide = new DevGuide(told, settings, topic, directory, Duration.ofNanos(System.nanoTime() - begin)).text();
        ProcessHandle self = ProcessHandle.current();
        DevState state = new DevState(
                self.pid(),
                DevState.startOf(self),
                told.kafka(),
                topic,
                DevDirectory.keysIn(directory.path()),
                audience);
        directory.remember(state);
        Path file = states.add(state);
        stops.push(() -> delete(file));
    }

    DevReady ready() {
        return ready;
    }

    String guide() {
        return guide;
    }

    /** Stops everything that has been started, whatever becomes of the rest. */
    void stop() {
        while (!stops.isEmpty()) {
            try {
                stops.pop().run();
            } catch (RuntimeException e) {
                LOG.atWarn().setCause(e).log("A part of dev did not stop in order");
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " can't be deleted", e);
        }
    }
}
