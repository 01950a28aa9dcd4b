package io.integrator.webhooks.launcher;

/** Starts and stops a {@link Service} for a command's own thread, which waits meanwhile. */
final class RunningService {

    private final Service service;

    private RunningService(Service service) {
        this.service = service;
    }

    /** One that does nothing yet. */
    static RunningService of(ServiceSettings settings) {
        return new RunningService(new Service(settings));
    }

    /** Returns once it does its work; throws what kept it from that, nothing of it left running. */
    static RunningService start(ServiceSettings settings) {
        RunningService running = of(settings);
        running.start();
        return running;
    }

    /**
     * Returns once it does its work, or is stopped by another thread before; throws what kept it from that, nothing of it left running.
     *
     * @return whether it does its work
     */
    boolean start() {
        try {
            Await.result(service.start(), "the start");
        } catch (RuntimeException e) {
            if (!service.isStopping()) {
                stop();
                throw e;
            }
        }
        return !service.isStopping();
    }

    Service service() {
        return service;
    }

    /** Returns once what was in flight has ended and everything is closed, or a start that was under way is given up. */
    void stop() {
        Await.result(service.stop(), service.stopLimit(), "the stop");
    }
}
