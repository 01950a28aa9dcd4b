package io.integrator.webhooks.launcher;

import java.time.Duration;

/** Starts and stops a {@link Service} for a command's own thread, which waits meanwhile. */
final class RunningService {

    private static final Duration START_LIMIT = Duration.ofMinutes(2);

    private final Service service;

    private RunningService(Service service) {
        this.service = service;
    }

    /** Returns once it does its work; throws what kept it from that, nothing of it left running. */
    static RunningService start(ServiceSettings settings) {
        Service service = new Service(settings);
        try {
            Await.result(service.start(), START_LIMIT, "the start");
            return new RunningService(service);
        } catch (RuntimeException e) {
            stop(service);
            throw e;
        }
    }

    Service service() {
        return service;
    }

    /** Returns once what was in flight has ended and everything is closed. */
    void stop() {
        stop(service);
    }

    private static void stop(Service service) {
        Await.result(service.stop(), service.stopLimit(), "the stop");
    }
}
