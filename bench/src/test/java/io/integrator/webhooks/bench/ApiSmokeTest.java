package io.integrator.webhooks.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** The API and what it is compared with once, in numbers that tell of nothing. */
class ApiSmokeTest {

    @Test
    void registrationsAndListsAreMeasured() {
        Invocation invocation = Invocation.of(
                "api", "--json", "--rounds=1", "--warm-up=0", "--registrations=40", "--duration=200ms", "--rate=50");

        assertThat(invocation.exitCode()).as(invocation.err()).isZero();
        JsonArray contestants = new JsonObject(invocation.out()).getJsonArray("contestants");
        assertThat(median(contestants, 0, "registrations")).isPositive();
        assertThat(median(contestants, 1, "registrations")).isPositive();
        assertThat(median(contestants, 2, "p99")).isPositive();
    }

    private static double median(JsonArray contestants, int index, String measure) {
        return contestants
                .getJsonObject(index)
                .getJsonObject("measures")
                .getJsonObject(measure)
                .getDouble("median");
    }
}
