package io.integrator.webhooks.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A curve with its plot, in numbers that tell of nothing. */
class ScaleSmokeTest {

    @Test
    void everyPointIsMeasuredAndDrawnAndTheLedgerBalances(@TempDir Path directory) {
        Path plot = directory.resolve("webhooks.svg");

        Invocation invocation = Invocation.of(
                "scale",
                "fan-out",
                "--json",
                "--rounds=1",
                "--warm-up=0",
                "--points=1,20",
                "--backlog=60",
                "--plot=" + plot);

        assertThat(invocation.exitCode()).as(invocation.err()).isZero();
        JsonObject report = new JsonObject(invocation.out());
        assertThat(report.getJsonArray("contestants"))
                .hasSize(2)
                .allSatisfy(one -> assertThat(((JsonObject) one)
                                .getJsonObject("measures")
                                .getJsonObject("throughput")
                                .getDouble("median"))
                        .isPositive());
        assertThat(report.getJsonArray("figures"))
                .extracting(figure -> ((JsonObject) figure).getString("measure"))
                .containsExactly("throughput", "CPU per delivery");
        JsonObject ledger = report.getJsonObject("ledger");
        assertThat(ledger.getBoolean("balanced")).isTrue();
        // An event more at each point, by which it gets ready.
        long events = 61 + 4;
        long deliveries = 61 + 4 * 20;
        assertThat(ledger.getLong("published")).isEqualTo(events);
        assertThat(ledger.getLong("posts")).isEqualTo(deliveries);
        assertThat(plot).isNotEmptyFile();
    }
}
