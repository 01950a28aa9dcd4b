package io.integrator.webhooks.launcher.watching;

import static io.integrator.webhooks.launcher.watching.Panel.lines;
import static io.integrator.webhooks.launcher.watching.Panel.stacked;
import static io.integrator.webhooks.launcher.watching.Panel.stat;

/** What the dashboard shows of deliveries. */
final class DeliverySections {

    static final Section OVERVIEW = Section.of(
            "Overview",
            stat(
                    "Delivered",
                    "reqps",
                    "Successful attempts a second, of all kinds.",
                    "sum(rate(webhooks_attempts_seconds_count{outcome=\"ok\"}[$__rate_interval]))"),
            stat(
                    "First attempts that succeed",
                    "percentunit",
                    "Of those that the arrival of an event made happen.",
                    "sum(rate(webhooks_attempts_seconds_count{trigger=\"first\",outcome=\"ok\"}[$__rate_interval]))"
                            + " / sum(rate(webhooks_attempts_seconds_count{trigger=\"first\"}[$__rate_interval]))"),
            stat(
                            "First attempts that are late",
                            "percentunit",
                            "Started more than five seconds after Kafka had the record, within the last hour. One in a thousand may, over a month.",
                            "webhooks:first_attempts_late:ratio_rate1h")
                    .from(0.001, 0.0144),
            stat(
                            "Intake is behind by",
                            "s",
                            "How long it takes to catch up at the present rate, if nothing comes any more.",
                            "webhooks:intake_lag:seconds")
                    .from(60, 300),
            stat(
                            "Retries are behind by",
                            "s",
                            "For how long the webhook that has waited longest has been due.",
                            "max(webhooks_overdue_seconds)")
                    .from(30, 120),
            stat(
                            "Alerts",
                            "none",
                            "Those of this service that are firing now.",
                            "count(ALERTS{alertname=~\"Webhooks.*\",alertstate=\"firing\"}) or vector(0)")
                    .from(1, 3),
            stacked(
                    "Attempts by outcome",
                    "reqps",
                    "Attempts a second of all kinds, by what came of them.",
                    new Query("sum by (outcome) (webhooks:attempts:rate5m)", "{{outcome}}")),
            lines(
                    "From Kafka to the first attempt",
                    "s",
                    "From the record's time in Kafka to the start of the request; what was parked isn't in it.",
                    new Query(Promql.quantile(0.5, "webhooks_first_attempt_delay_seconds"), "p50"),
                    new Query(Promql.quantile(0.99, "webhooks_first_attempt_delay_seconds"), "p99")),
            lines(
                    "How long subscribers take",
                    "s",
                    "From the start of an attempt to the last byte of its answer.",
                    new Query(Promql.quantile(0.5, "webhooks_attempt_duration_seconds", "result"), "p50 {{result}}"),
                    new Query(Promql.quantile(0.99, "webhooks_attempt_duration_seconds", "result"), "p99 {{result}}")));

    static final Section OWED = Section.of(
            "Owed",
            stacked(
                    "Owed deliveries",
                    "short",
                    "Deliveries that are not settled: waiting for their next attempt, or held because their webhook is disabled.",
                    new Query("max by (state) (webhooks_owed)", "{{state}}")),
            lines(
                            "Overdue",
                            "s",
                            "For how long the webhook that has waited longest has been due without being taken up.",
                            new Query("max(webhooks_overdue_seconds)", "overdue"))
                    .from(30, 120),
            lines(
                    "The oldest",
                    "s",
                    "Since when the oldest event is owed to an enabled webhook, and held for a disabled one.",
                    new Query("max(webhooks_oldest_owed_seconds)", "owed"),
                    new Query("max(webhooks_oldest_held_seconds)", "held")),
            lines(
                    "Age when taken up again",
                    "s",
                    "How long ago an owed delivery's event was taken in, when it is taken up.",
                    new Query(Promql.quantile(0.5, "webhooks_owed_age_seconds"), "p50"),
                    new Query(Promql.quantile(0.99, "webhooks_owed_age_seconds"), "p99")),
            lines(
                    "Parked, made good, given up",
                    "cps",
                    "Deliveries that their lane couldn't take; that were missed and taken up; that failed to the end of the schedule.",
                    new Query(Promql.rate("webhooks_parked_total"), "parked"),
                    new Query(Promql.rate("webhooks_made_good_total"), "made good"),
                    new Query(Promql.rate("webhooks_given_up_total"), "given up")),
            lines(
                    "Attempts that fail, by trigger",
                    "percentunit",
                    "Of first attempts, of retries, of probes, and of what somebody asked for.",
                    new Query("webhooks:attempts_failed:ratio_rate10m", "{{trigger}}")));

    static final Section INTAKE = Section.of(
            "Intake",
            lines(
                    "Lag",
                    "short",
                    "Records of the event topics that aren't settled, by process.",
                    new Query(Promql.byProcess("sum", "webhooks_intake_lag_records"), "{{instance}}")),
            stacked(
                    "Records by what became of them",
                    "cps",
                    "Recorded; a repeat of one that was recorded; of an integrator that isn't known; no domain event.",
                    new Query("sum by (result) (rate(webhooks_events_total[$__rate_interval]))", "{{result}}")),
            lines(
                            "Oldest record that isn't settled",
                            "s",
                            "A process isn't ready when it is a minute old.",
                            new Query(Promql.byProcess("max", "webhooks_oldest_unsettled_seconds"), "{{instance}}"))
                    .from(10, 60),
            lines(
                    "Records in memory",
                    "short",
                    "Taken and not settled. Intake pauses when there are WEBHOOKS_WORKER_UNSETTLED of them, or as many bytes.",
                    new Query(Promql.byProcess("sum", "webhooks_unsettled_records"), "{{instance}}"),
                    new Query(Promql.byProcess("sum", "webhooks_intake_paused"), "{{instance}} paused workers")),
            lines(
                    "Partitions",
                    "short",
                    "How the partitions of the event topics are shared out.",
                    new Query(Promql.byProcess("sum", "webhooks_intake_partitions"), "{{instance}}")),
            stacked(
                    "Look-ups in the cache",
                    "cps",
                    "Distrusted: what was cached may not be used, since the feed of changes is down.",
                    new Query("sum by (result) (rate(webhooks_cache_lookups_total[$__rate_interval]))", "{{result}}")));

    static final Section SENDING = Section.of(
            "Sending",
            lines(
                    "Requests",
                    "short",
                    "On the wire; waiting in memory for a place; sent and not yet recorded.",
                    new Query("sum(webhooks_in_flight{instance=~\"$instance\"})", "in flight"),
                    new Query("sum(webhooks_queued{instance=~\"$instance\"})", "queued"),
                    new Query("sum(webhooks_unrecorded{instance=~\"$instance\"})", "unrecorded")),
            stacked(
                    "Lanes",
                    "short",
                    "Webhooks with work in memory; parked: their breaker is open, or they asked to wait.",
                    new Query("sum by (state) (webhooks_lanes{instance=~\"$instance\"})", "{{state}}")),
            stacked(
                    "Breakers",
                    "short",
                    "Open: the webhook is only probed. Ramping: it answers again, and gets more by and by.",
                    new Query("sum by (state) (webhooks_breakers{instance=~\"$instance\"})", "{{state}}")),
            stacked(
                    "Attempts by trigger",
                    "reqps",
                    "What made attempts happen: an event, the schedule, a probe, or somebody who asked.",
                    new Query("sum by (trigger) (webhooks:attempts:rate5m)", "{{trigger}}")),
            stacked(
                    "Failures by outcome",
                    "reqps",
                    "Of all attempts. When connect, dns or tls fail for everybody, the fault is on our side.",
                    new Query("sum by (outcome) (webhooks:attempts:rate5m{outcome!=\"ok\"})", "{{outcome}}")),
            lines(
                    "Connections to subscribers",
                    "short",
                    "Open ones, kept alive for 30 seconds.",
                    new Query(Promql.byProcess("sum", "webhooks_connections"), "{{instance}}")));

    static final Section JOURNAL = Section.of(
            "Journal and Postgres",
            lines(
                    "A flush takes",
                    "s",
                    "Transactions in which events, attempts and what is owed are recorded.",
                    new Query(Promql.quantile(0.5, "webhooks_journal_flush_seconds"), "p50"),
                    new Query(Promql.quantile(0.99, "webhooks_journal_flush_seconds"), "p99")),
            lines(
                    "Rows a flush",
                    "short",
                    "On average. Many mean much load, or a slow Postgres.",
                    new Query(
                            "sum by (instance) (rate(webhooks_journal_flush_rows_sum{instance=~\"$instance\"}[$__rate_interval]))"
                                    + " / sum by (instance) (rate(webhooks_journal_flush_rows_count{instance=~\"$instance\"}[$__rate_interval]))",
                            "{{instance}}")),
            lines(
                    "Flushes that failed, rows refused",
                    "cps",
                    "A failed flush is tried again; a row that is refused goes to the dead-letter topic.",
                    new Query(Promql.rate("webhooks_journal_failures_total"), "failures"),
                    new Query(Promql.rate("webhooks_journal_refused_total"), "refused")),
            lines(
                    "Rows that wait",
                    "short",
                    "Not durable yet. Nothing more is sent while there are WEBHOOKS_WORKER_FLUSH_ROWS.",
                    new Query(Promql.byProcess("sum", "webhooks_journal_backlog_rows"), "{{instance}}")),
            lines(
                    "Connections to Postgres",
                    "percentunit",
                    "The share of each process's pool that is in use.",
                    new Query(
                            "max by (instance) (vertx_pool_ratio{pool_type=\"sql\",pool_name=\"postgres\",instance=~\"$instance\"})",
                            "{{instance}}")),
            lines(
                    "Waiting for a connection",
                    "short",
                    "Statements that wait until one of the pool's connections is free.",
                    new Query(
                            "max by (instance) (vertx_pool_queue_pending{pool_type=\"sql\",pool_name=\"postgres\",instance=~\"$instance\"})",
                            "{{instance}}")));

    private DeliverySections() {}
}
