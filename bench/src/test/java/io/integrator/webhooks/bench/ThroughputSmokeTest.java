package io.integrator.webhooks.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** The service and every yardstick once, in numbers that tell of nothing. */
class ThroughputSmokeTest {

    @Test
    void everyContestantIsMeasuredAndTheLedgerBalances() {
        Invocation invocation = Invocation.of("throughput", "--json", "--rounds=1", "--warm-up=0", "--backlog=50");

        assertThat(invocation.exitCode()).as(invocation.err()).isZero();
        JsonObject report = new JsonObject(invocation.out());
        assertThat(report.getJsonArray("contestants"))
                .hasSize(4)
                .allSatisfy(one -> assertThat(((JsonObject) one)
                                .getJsonObject("measures")
                                .getJsonObject("throughput")
                                .getDouble("median"))
                        .isPositive());
        JsonObject ledger = report.getJsonObject("ledger");
        assertThat(ledger.getBoolean("balanced")).isTrue();
        // The service and the consuming loop have one event more, by which they get ready.
        assertThat(ledger.getLong("posts")).isEqualTo(51 + 51 + 50);
    }
}
