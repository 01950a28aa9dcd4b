package io.integrator.webhooks.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A benchmark from its start to its report, in numbers that tell of nothing. */
class OwedSmokeTest {

    @Test
    void aRunReportsEveryFigureAndItsLedgerBalances() {
        Invocation invocation = Invocation.of(
                "owed",
                "--json",
                "--rounds=1",
                "--warm-up=0",
                "--duration=300ms",
                "--rate=2",
                "--backlog=2",
                "--owed=1000",
                "--answer-after=10ms",
                "--set=WEBHOOKS_RETRY_POLL_INTERVAL=50ms");

        assertThat(invocation.exitCode()).as(invocation.err()).isZero();
        JsonObject report = new JsonObject(invocation.out());
        assertThat(report.getString("benchmark")).isEqualTo("owed");
        assertThat(values(report.getJsonArray("figures"), "measure")).containsExactly("throughput", "p50", "p99");
        assertThat(values(report.getJsonArray("costs"), "owed")).containsExactly(1, 100, 1000);
        assertThat(report.getJsonArray("figures"))
                .allSatisfy(figure -> assertThat(ratio(figure)).isPositive());
        assertThat(report.getJsonObject("circumstances").fieldNames())
                .contains("commit", "machine", "jdk", "versions", "durability", "settings", "volume");
        assertLedger(report.getJsonObject("ledger"));
    }

    private static void assertLedger(JsonObject ledger) {
        assertThat(ledger.getBoolean("balanced")).isTrue();
        assertThat(ledger.getLong("recorded"))
                .isEqualTo(ledger.getLong("published"))
                .isPositive();
        assertThat(ledger.getLong("attempts")).isEqualTo(ledger.getLong("posts"));
        assertThat(ledger.getLong("made") + ledger.getLong("owed")).isEqualTo(ledger.getLong("deliveries"));
        // Two phases are disturbed, and what is due is delivered.
        assertThat(ledger.getLong("deliveries")).isEqualTo(ledger.getLong("published") + 2_000);
        assertThat(ledger.getLong("made")).isGreaterThan(ledger.getLong("published"));
    }

    private static List<Object> values(JsonArray objects, String name) {
        return objects.stream().map(each -> ((JsonObject) each).getValue(name)).toList();
    }

    private static double ratio(Object figure) {
        return ((JsonObject) figure).getDouble("median");
    }
}
