package io.integrator.webhooks.delivery.journal;

import io.integrator.webhooks.async.Tries;
import io.integrator.webhooks.bus.Addresses;
import io.integrator.webhooks.bus.AttemptsRecorded;
import io.integrator.webhooks.bus.WebhookChange;
import io.integrator.webhooks.delivery.DeliveryMetrics;
import io.integrator.webhooks.delivery.policy.DisableRule;
import io.integrator.webhooks.settings.WorkerSettings;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The batched writer of one event loop. Entries are collected for a few milliseconds or a few hundred rows and written
 * together, one batch at a time; while Postgres can't be written to, they are kept and tried again, and one that Postgres
 * refuses is set apart from the others. What is kept is bounded by those who append: each waits for its entries before it
 * takes on more.
 */
public final class Journal {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
    private static final Duration LONGEST_WRITE = Duration.ofSeconds(30);
    private static final Duration FIRST_RETRY = Duration.ofMillis(50);
    private static final Duration LAST_RETRY = Duration.ofSeconds(2);

    private final ArrayDeque<Pending> pending = new ArrayDeque<>();
    private final Vertx vertx;
    private final WorkerSettings settings;
    private final int batchRows;
    private final JournalWriter writer;
    private final InstantSource clock;
    private final DeliveryMetrics metrics;
    private Runnable writtenHandler = () -> {};
    private int pendingRows;
    private boolean writing;
    private boolean timing;
    private int failures;
    private String failure = "";

    private record Pending(JournalEntry entry, Promise<Void> written) {}

    public Journal(
            Vertx vertx,
            WorkerSettings settings,
            Pool pool,
            DisableRule disableRule,
            InstantSource clock,
            DeliveryMetrics metrics) {
        this.vertx = vertx;
        this.settings = settings;
        // The other half collects while one is written.
        this.batchRows = Math.max(1, settings.flushRows() / 2);
        this.writer = new JournalWriter(pool, disableRule, clock);
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Has something done after each flush, when there is room for more. */
    public void whenWritten(Runnable handler) {
        writtenHandler = handler;
    }

    /**
     * Takes an entry.
     *
     * @return completes once it is durable, never when the process stops before; fails with {@link RefusedEntryException}
     *     when the database refuses this entry whatever it is written with, and with nothing else
     */
    public Future<Void> append(JournalEntry entry) {
        if (entry.size() == 0) {
            return Future.succeededFuture();
        }
        Promise<Void> written = Promise.promise();
        pending.add(new Pending(entry, written));
        pendingRows += entry.size();
        if (!writing) {
            if (pendingRows >= batchRows) {
                writePending();
            } else if (!timing) {
                timing = true;
                vertx.setTimer(Math.max(1, settings.flushAge().toMillis()), due -> {
                    timing = false;
                    writePending();
                });
            }
        }
        return written.future();
    }

    /** Why nothing can be written at present; empty when all is well. */
    public Optional<String> fault() {
        return failures == 0 ? Optional.empty() : Optional.of(failure);
    }

    /** Rows that are not durable yet. */
    public int backlog() {
        return pendingRows;
    }

    private void writePending() {
        if (!writing && !pending.isEmpty()) {
            writing = true;
            write(takeBatch()).onComplete(done -> {
                writing = false;
                writePending();
                writtenHandler.run();
            });
        }
    }

    private List<Pending> takeBatch() {
        List<Pending> batch = new ArrayList<>();
        int rows = 0;
        while (!pending.isEmpty() && rows < batchRows) {
            Pending next = pending.poll();
            rows += next.entry.size();
            batch.add(next);
        }
        return batch;
    }

    /** Completes once each entry is written or refused; never fails. */
    private Future<Void> write(List<Pending> batch) {
        return Tries.untilDone(
                vertx,
                () -> tryToWrite(batch)
                        .recover(cause -> Refusal.reasonOf(cause)
                                .map(reason -> writeApart(batch, reason))
                                .orElseGet(() -> Future.failedFuture(cause))),
                cause -> {
                    failed(cause);
                    return retryDelay();
                });
    }

    private Future<Void> tryToWrite(List<Pending> batch) {
        long started = System.nanoTime();
        return writer.write(batch.stream().map(Pending::entry).toList())
                // A connection that died without a word would keep the batch for ever; written twice, it counts once.
                .timeout(LONGEST_WRITE.toMillis(), TimeUnit.MILLISECONDS)
                .map(written -> {
                    recovered();
                    metrics.flushed(rowsOf(batch), Duration.ofNanos(System.nanoTime() - started));
                    pendingRows -= rowsOf(batch);
                    written.disabled().forEach(this::tell);
                    written.lifecycle().forEach(event -> vertx.eventBus().publish(Addresses.LIFECYCLE, event));
                    tellAttempts(batch);
                    batch.forEach(one -> one.written.complete());
                    return null;
                });
    }

    /** One entry must not keep the others: the batch is halved until it stands alone. */
    private Future<Void> writeApart(List<Pending> batch, String reason) {
        if (batch.size() > 1) {
            int half = batch.size() / 2;
            return write(batch.subList(0, half)).compose(written -> write(batch.subList(half, batch.size())));
        }
        Pending refused = batch.get(0);
        metrics.refused();
        LOG.atError()
                .addKeyValue("rows", refused.entry.size())
                .addKeyValue("reason", reason)
                .log("An entry was refused");
        pendingRows -= refused.entry.size();
        refused.written.fail(new RefusedEntryException(reason));
        return Future.succeededFuture();
    }

    private static int rowsOf(List<Pending> batch) {
        return batch.stream().mapToInt(one -> one.entry.size()).sum();
    }

    private Duration retryDelay() {
        Duration delay = FIRST_RETRY.multipliedBy(1L << Math.min(failures - 1, 10));
        return delay.compareTo(LAST_RETRY) < 0 ? delay : LAST_RETRY;
    }

    private void failed(Throwable cause) {
        failures++;
        failure = "the journal can't be written: " + cause.getMessage();
        metrics.flushFailed();
        if (failures == 1) {
            LOG.atWarn()
                    .addKeyValue("rows", pendingRows)
                    .setCause(cause)
                    .log("The journal can't be written; what it has is kept");
        }
    }

    private void recovered() {
        if (failures > 0) {
            LOG.atInfo().addKeyValue("failures", failures).log("The journal is written again");
            failures = 0;
        }
    }

    /** Once a flush, of whom: whoever wants to know more reads it, and mostly nobody does. */
    private void tellAttempts(List<Pending> batch) {
        Set<String> integratorIds = new HashSet<>();
        for (Pending one : batch) {
            for (JournalRow row : one.entry.rows()) {
                if (row instanceof JournalRow.Attempted attempted) {
                    integratorIds.add(
                            attempted.entry().attempt().delivery().target().integratorId());
                }
            }
        }
        if (!integratorIds.isEmpty()) {
            vertx.eventBus().publish(Addresses.ATTEMPTS, new AttemptsRecorded(integratorIds));
        }
    }

    private void tell(JournalWriter.Disabled disabled) {
        metrics.disabled(disabled.reason());
        LOG.atWarn()
                .addKeyValue("integratorId", disabled.integratorId())
                .addKeyValue("webhookId", disabled.webhookId())
                .addKeyValue("reason", disabled.reason().wireName())
                .addKeyValue("failureCount", disabled.failureCount())
                .log("A webhook was disabled");
        vertx.eventBus()
                .publish(
                        Addresses.WEBHOOK_CHANGES,
                        new WebhookChange(
                                disabled.integratorId(), Optional.of(disabled.webhookId()), false, clock.instant()));
    }
}
