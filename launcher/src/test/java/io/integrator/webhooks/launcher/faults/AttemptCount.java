package io.integrator.webhooks.launcher.faults;

import io.integrator.webhooks.launcher.process.ServiceProcess;

/** How many attempts a worker has made, by its own count. */
final class AttemptCount {

    private static final String COUNTER = "webhooks_attempts_seconds_count";

    private AttemptCount() {}

    /** Since its start, whatever they came to. */
    static long of(ServiceProcess worker) {
        String metrics =
                ServiceProcess.get(worker.management().resolve("/metrics")).body();
        return metrics.lines()
                .filter(line -> line.startsWith(COUNTER))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
