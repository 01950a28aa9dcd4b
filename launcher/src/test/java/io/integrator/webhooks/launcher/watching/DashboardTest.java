package io.integrator.webhooks.launcher.watching;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The dashboard that is shipped is the one that is described, and can be looked at. */
class DashboardTest {

    private static final Path SHIPPED = Path.of("..", "docker", "grafana", "dashboards", "webhooks.json");
    private static final String RENEWAL =
            "mvn -pl launcher -am test -Dtest=DashboardTest -Dsurefire.failIfNoSpecifiedTests=false -Dgenerate";

    @Test
    void theDashboardThatIsShippedIsUpToDate() throws IOException {
        String described = ServiceDashboard.DASHBOARD.json().encodePrettily() + "\n";
        if (System.getProperty("generate") != null) {
            Files.writeString(SHIPPED, described);
        }

        assertThat(Files.readString(SHIPPED))
                .as("made from ServiceDashboard by: " + RENEWAL)
                .isEqualTo(described);
    }

    @Test
    void panelsFillTheWidthAndLieBesideEachOther() {
        List<JsonObject> places =
                panels().stream().map(panel -> panel.getJsonObject("gridPos")).toList();

        int height = places.stream().mapToInt(DashboardTest::bottom).max().orElseThrow();
        long area = places.stream()
                .mapToLong(place -> place.getInteger("w") * place.getInteger("h"))
                .sum();
        long covered = IntStream.range(0, height)
                .mapToLong(y -> IntStream.range(0, Dashboard.COLUMNS)
                        .filter(x -> places.stream().anyMatch(place -> covers(place, x, y)))
                        .count())
                .sum();
        assertThat(area).isEqualTo(covered).isEqualTo((long) height * Dashboard.COLUMNS);
    }

    @Test
    void panelsCanBeToldApart() {
        assertThat(panels()).extracting(panel -> panel.getInteger("id")).doesNotHaveDuplicates();
        assertThat(panels()).extracting(panel -> panel.getString("title")).doesNotHaveDuplicates();
        assertThat(ServiceDashboard.DASHBOARD.sections())
                .flatExtracting(Section::panels)
                .allSatisfy(panel -> assertThat(panel.description()).isNotBlank());
    }

    private static List<JsonObject> panels() {
        return ServiceDashboard.DASHBOARD.json().getJsonArray("panels").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static int bottom(JsonObject place) {
        return place.getInteger("y") + place.getInteger("h");
    }

    private static boolean covers(JsonObject place, int x, int y) {
        return place.getInteger("x") <= x
                && x < place.getInteger("x") + place.getInteger("w")
                && place.getInteger("y") <= y
                && y < bottom(place);
    }
}
