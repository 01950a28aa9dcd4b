package io.integrator.webhooks.launcher.faults;

import io.integrator.webhooks.launcher.process.ServiceProcess;

/** What a worker has counted since its start. */
record WorkerCounts(ServiceProcess worker) {

    /** Attempts, whatever they came to. */
    long attempts() {
        return sum("webhooks_attempts_seconds_count");
    }

    /** Deliveries that their lane couldn't take. */
    long parked() {
        return sum("webhooks_parked_total");
    }

    private long sum(String counter) {
        String metrics =
                ServiceProcess.get(worker.management().resolve("/metrics")).body();
        return metrics.lines()
                .filter(line -> line.startsWith(counter))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
