package io.integrator.webhooks.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SizesSmokeTest {

    @Test
    void everyStepIsDoneAndItsTablesHaveGrown() {
        Invocation invocation = Invocation.of("sizes", "--json", "--events=10000");

        assertThat(invocation.exitCode()).as(invocation.err()).isZero();
        List<JsonObject> steps = new JsonObject(invocation.out())
                .getJsonArray("steps").stream().map(JsonObject.class::cast).toList();
        assertThat(steps).extracting(step -> step.getLong("times")).containsExactly(10_000L, 1_000L, 1_000L, 100L);
        assertThat(steps)
                .allSatisfy(step -> assertThat(step.getLong("walBytes")).isPositive());
        assertThat(grown(steps.get(0)))
                .allSatisfy((table, bytes) -> assertThat(bytes).as(table).isPositive());
        assertThat(grown(steps.get(0)).get("event")).isGreaterThan(10_000L * 600);
        assertThat(grown(steps.get(1))).containsOnlyKeys("attempt", "owed");
    }

    private static Map<String, Long> grown(JsonObject step) {
        return step.getJsonArray("tables").stream()
                .map(JsonObject.class::cast)
                .collect(Collectors.toMap(
                        table -> table.getString("table"),
                        table -> table.getLong("tableBytes") + table.getLong("indexBytes")));
    }
}
