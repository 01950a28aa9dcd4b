package io.integrator.webhooks.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.bench.contest.Account;
import io.integrator.webhooks.bench.contest.Budget;
import io.integrator.webhooks.bench.contest.Comparison;
import io.integrator.webhooks.bench.contest.Ledger;
import io.integrator.webhooks.bench.contest.Measure;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReportTest {

    private static final Ledger LEDGER =
            new Ledger(100, 100, 0, new Account(90, 90, 0, 90, 90, 0), new Account(10, 4, 0, 4, 1, 9));

    private static final Figure THROUGHPUT = new Figure(
            Comparison.ratio(Measure.THROUGHPUT, "with", "without").within(Budget.atLeast(0.95)),
            new Spread(0.97, 0.95, 0.98));

    private static final List<Standing> STANDINGS = List.of(
            new Standing("without", Map.of(Measure.THROUGHPUT, new Spread(1_000, 900, 1_100))),
            new Standing("with", Map.of(Measure.THROUGHPUT, new Spread(970, 880, 1_050))));

    private static final Report REPORT = new Report(
            "neighbours",
            "some with and without others",
            Map.of("machine", "a test's"),
            5,
            STANDINGS,
            List.of(THROUGHPUT),
            List.of(new Cost("claim of 512", 1_000_000, new Spread(4.25, 4, 5))),
            LEDGER,
            Duration.ofMillis(7));

    @Test
    void peopleReadATable() {
        String text = REPORT.text();

        assertThat(text)
                .startsWith("neighbours: some with and without others\n")
                .contains("1,000 (900 to 1,100)", "970 (880 to 1,050)", "0.97 (0.95 to 0.98)", "budget >= 0.95: met")
                .contains("claim of 512, 1,000,000 owed: 4.25 (4.00 to 5.00) ms")
                .contains("rounds after the warm-up: 5", "7 ms late")
                .contains("100 events in, 100 recorded; 94 POSTs out, 94 attempts written")
                .contains("of 100 deliveries 91 made, 9 owed at the end: balanced")
                .contains("machine: a test's");
    }

    @Test
    void programsReadOneObject() {
        JsonObject json = new JsonObject(REPORT.json().encode());

        assertThat(json.fieldNames())
                .containsExactly(
                        "benchmark",
                        "question",
                        "rounds",
                        "contestants",
                        "figures",
                        "costs",
                        "ledger",
                        "latestEventMs",
                        "circumstances");
        JsonObject figure = json.getJsonArray("figures").getJsonObject(0);
        assertThat(figure.getString("measure")).isEqualTo("throughput");
        assertThat(figure.getString("relation")).isEqualTo("ratio");
        assertThat(figure.getDouble("median")).isEqualTo(0.97);
        assertThat(json.getJsonArray("contestants")
                        .getJsonObject(1)
                        .getJsonObject("measures")
                        .getJsonObject("throughput")
                        .getDouble("median"))
                .isEqualTo(970);
        assertThat(json.getJsonObject("ledger").getBoolean("balanced")).isTrue();
        assertThat(json.getJsonArray("costs").getJsonObject(0).getLong("owed")).isEqualTo(1_000_000);
    }
}
