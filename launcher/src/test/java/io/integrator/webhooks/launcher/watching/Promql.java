package io.integrator.webhooks.launcher.watching;

/** Expressions of which there are many, over as much time as Grafana takes for right. */
final class Promql {

    private Promql() {}

    /** By how much a counter grows in a second, over all processes. */
    static String rate(String counter) {
        return "sum(rate(" + counter + "[$__rate_interval]))";
    }

    /**
     * What a share of the values of a histogram don't exceed, over all processes.
     *
     * @param labels to tell apart by
     */
    static String quantile(double share, String histogram, String... labels) {
        String grouped = String.join(", ", labels) + (labels.length == 0 ? "le" : ", le");
        return "histogram_quantile(%s, sum by (%s) (rate(%s_bucket[$__rate_interval])))"
                .formatted(share, grouped, histogram);
    }

    /** Puts a gauge together over a process's workers, of the processes that are chosen. */
    static String byProcess(String function, String gauge) {
        return function + " by (instance) (" + gauge + "{instance=~\"$instance\"})";
    }
}
