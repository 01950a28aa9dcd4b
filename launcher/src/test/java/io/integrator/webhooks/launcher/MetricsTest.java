package io.integrator.webhooks.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process of both roles shows on {@code /metrics}. */
class MetricsTest {

    private static final int WEBHOOKS = 10_000;

    /** As many of them get an event. */
    private static final int SUBSCRIBED = 1_000;

    private static final Duration AT_MOST = Duration.ofSeconds(60);

    private static MeteredService service;

    @BeforeAll
    static void start(@TempDir Path directory) {
        service = new MeteredService(directory);
        // Readiness is looked at every few seconds, the worker's checks among the rest once it is there.
        await().atMost(AT_MOST).until(() -> service.scrape().sum("webhooks_readiness", "check=\"unsettled\"") > 0);
    }

    @AfterAll
    static void stop() {
        service.close();
    }

    private static double attempts() {
        return service.scrape().sum("webhooks_attempts_seconds_count");
    }

    @Test
    void tenThousandWebhooksAndWorkForAThousandOfThemAddNoSeries() throws SQLException {
        double attemptsBefore = attempts();
        service.publish(service.register());
        await().atMost(AT_MOST).until(() -> attempts() == attemptsBefore + 1);
        // The garbage collector's causes are the JVM's to name.
        Set<String> before = service.scrape().series("webhooks_", "vertx_");

        service.register(WEBHOOKS - SUBSCRIBED);
        service.publish(service.register(SUBSCRIBED));
        await().atMost(AT_MOST).until(() -> attempts() > attemptsBefore + SUBSCRIBED);
        Scrape after = service.scrape();

        assertThat(after.sum("webhooks_attempts_seconds_count", "outcome=\"ok\"", "trigger=\"first\""))
                .isGreaterThan(1);
        assertThat(after.sum("webhooks_attempts_seconds_count", "outcome=\"gone\""))
                .isPositive();
        assertThat(after.series("webhooks_", "vertx_")).isEqualTo(before);
        await().atMost(AT_MOST).until(() -> service.scrape().sum("webhooks_disabled_total", "reason=\"gone\"") > 0);
    }

    @Test
    void aRecordThatIsNoEventIsCounted() {
        double before = service.scrape().sum("webhooks_events_total", "result=\"dead_letter\"");

        service.publishNonsense();

        await().atMost(AT_MOST)
                .until(() -> service.scrape().sum("webhooks_events_total", "result=\"dead_letter\"") == before + 1);
    }

    @Test
    void whatIsShownIsWhatTheTableTellsOf() throws Exception {
        System.gc();
        service.publish(service.register());
        MetricsTable table = MetricsTable.read();
        await().atMost(AT_MOST).until(() -> service.scrape().types().containsKey("webhooks_registered"));
        Scrape scrape = service.scrape();

        Set<String> families = new TreeSet<>(scrape.types().keySet());
        // Of each histogram and summary, the greatest of late is a family of its own.
        families.removeIf(family -> family.endsWith("_max") && families.contains(family.replaceFirst("_max$", "")));
        assertThat(families).containsExactlyInAnyOrderElementsOf(table.rows().keySet());
        table.rows().forEach((family, row) -> {
            assertThat(scrape.types().get(family)).as(family).isEqualTo(row.type());
            assertThat(scrape.labels(family).keySet())
                    .as(family)
                    .isEqualTo(row.labels().keySet());
            row.labels()
                    .forEach((label, values) -> values.ifPresent(
                            listed -> assertThat(scrape.labels(family).get(label))
                                    .as(family + " by " + label)
                                    .isSubsetOf(listed)));
            assertThat(row.meaning()).as(family).isNotBlank();
        });
    }
}
