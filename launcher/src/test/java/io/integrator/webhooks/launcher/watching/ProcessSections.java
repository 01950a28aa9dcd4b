package io.integrator.webhooks.launcher.watching;

import static io.integrator.webhooks.launcher.watching.Panel.lines;
import static io.integrator.webhooks.launcher.watching.Panel.stacked;

/** What the dashboard shows of webhooks, the API and the processes. */
final class ProcessSections {

    static final Section WEBHOOKS = Section.of(
            "Webhooks",
            stacked(
                    "Webhooks by state",
                    "short",
                    "Failing: enabled, and the last attempt failed. Disabled: by failures, by a 410, or by somebody.",
                    new Query("max by (state) (webhooks_registered)", "{{state}}")),
            stacked(
                    "Disabled by the service",
                    "short",
                    "Within an hour, by reason.",
                    new Query("sum by (reason) (increase(webhooks_disabled_total[1h]))", "{{reason}}")),
            lines(
                            "News waits for Kafka",
                            "s",
                            "How long the oldest lifecycle event has been waiting.",
                            new Query("max(webhooks_lifecycle_waiting_seconds)", "waiting"))
                    .from(60, 300));

    static final Section API = Section.of(
            "API",
            stacked(
                    "Requests by status",
                    "reqps",
                    "Answers a second, by class of status.",
                    new Query("sum by (status) (webhooks:api_requests:rate5m)", "{{status}}")),
            lines(
                    "Requests that fail on our side",
                    "percentunit",
                    "Answered with 5xx.",
                    new Query("webhooks:api_requests_failed:ratio_rate5m", "5xx")),
            lines(
                    "A request takes (p99)",
                    "s",
                    "Until the answer has gone, by operation. A stream takes as long as somebody listens, a test as long as the subscriber.",
                    new Query("webhooks:api_requests_seconds:p99_5m", "{{operation}}")),
            lines(
                    "Refused",
                    "reqps",
                    "Requests over an integrator's rate or places (429) and over all places (503), connections over their number, requests that"
                            + " can't be read in one way.",
                    new Query(
                            "sum by (reason) (rate(webhooks_api_refused_requests_total[$__rate_interval]))",
                            "requests: {{reason}}"),
                    new Query(
                            "sum by (server) (rate(webhooks_refused_connections_total[$__rate_interval]))",
                            "connections: {{server}}"),
                    new Query(
                            "sum by (server) (rate(webhooks_malformed_requests_total[$__rate_interval]))",
                            "malformed: {{server}}")),
            lines(
                    "Requests under way",
                    "short",
                    "Of 256 places, unless WEBHOOKS_HTTP_REQUESTS says otherwise.",
                    new Query(Promql.byProcess("sum", "webhooks_api_requests_under_way"), "{{instance}}")),
            lines(
                    "Open streams",
                    "short",
                    "Integrators that watch their webhooks.",
                    new Query(Promql.byProcess("sum", "webhooks_api_streams"), "{{instance}}")));

    static final Section PROCESSES = Section.of(
            "Processes",
            lines(
                    "Readiness",
                    "short",
                    "The checks of each process: 1 is up, 0 is down.",
                    new Query(
                            "min by (instance, check) (webhooks_readiness{instance=~\"$instance\"})",
                            "{{instance}} {{check}}")),
            lines(
                    "Processor",
                    "percentunit",
                    "The share of the machine's processors that each process takes.",
                    new Query(Promql.byProcess("max", "process_cpu_usage"), "{{instance}}")),
            lines(
                    "Heap",
                    "bytes",
                    "In use, and what may be.",
                    new Query(
                            "sum by (instance) (jvm_memory_used_bytes{area=\"heap\",instance=~\"$instance\"})",
                            "{{instance}} used"),
                    new Query(
                            "sum by (instance) (jvm_memory_max_bytes{area=\"heap\",instance=~\"$instance\"} > 0)",
                            "{{instance}} limit")),
            lines(
                            "Standing still to collect garbage",
                            "percentunit",
                            "The share of time.",
                            new Query(
                                    "sum by (instance) (rate(jvm_gc_pause_seconds_sum{instance=~\"$instance\"}[$__rate_interval]))",
                                    "{{instance}}"))
                    .from(0.05, 0.1),
            lines(
                    "Threads and files",
                    "short",
                    "Live threads, and open files and sockets.",
                    new Query(Promql.byProcess("max", "jvm_threads_live_threads"), "{{instance}} threads"),
                    new Query(Promql.byProcess("max", "process_files_open_files"), "{{instance}} files")),
            lines(
                    "Running since",
                    "s",
                    "How long ago each process started, with its version.",
                    new Query(
                            "max by (instance) (process_uptime_seconds{instance=~\"$instance\"})"
                                    + " * on (instance) group_left (version) max by (instance, version) (webhooks_build_info)",
                            "{{instance}} {{version}}")));

    private ProcessSections() {}
}
