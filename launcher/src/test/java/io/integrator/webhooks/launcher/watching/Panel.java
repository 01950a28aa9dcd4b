package io.integrator.webhooks.launcher.watching;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/**
 * A rectangle of the dashboard.
 *
 * @param description what its values mean, for whoever points at it
 * @param unit        Grafana's name of what the values are in
 * @param width       of the 24 columns
 * @param limits      values from which on it is amber and red; empty for none
 */
record Panel(
        String title, String description, Kind kind, String unit, int width, List<Double> limits, List<Query> queries) {

    /** How values are shown. */
    enum Kind {
        /** The last value, large. */
        STAT("stat", 4),
        /** Lines over time. */
        LINES("timeseries", 8),
        /** Areas over time that add up. */
        STACKED("timeseries", 8);

        private final String type;
        private final int height;

        Kind(String type, int height) {
            this.type = type;
            this.height = height;
        }
    }

    private static final List<String> COLOURS = List.of("green", "orange", "red");

    /** What Grafana replaces by the data source that is chosen. */
    static final JsonObject SOURCE = new JsonObject().put("type", "prometheus").put("uid", "${datasource}");

    static Panel stat(String title, String unit, String description, String expression) {
        return new Panel(title, description, Kind.STAT, unit, 4, List.of(), List.of(new Query(expression, "")));
    }

    static Panel lines(String title, String unit, String description, Query... queries) {
        return new Panel(title, description, Kind.LINES, unit, 8, List.of(), List.of(queries));
    }

    static Panel stacked(String title, String unit, String description, Query... queries) {
        return new Panel(title, description, Kind.STACKED, unit, 8, List.of(), List.of(queries));
    }

    /** The same, amber and red from these values on. */
    Panel from(double amber, double red) {
        return new Panel(title, description, kind, unit, width, List.of(amber, red), queries);
    }

    /** The same, as wide. */
    Panel wide(int columns) {
        return new Panel(title, description, kind, unit, columns, limits, queries);
    }

    int height() {
        return kind.height;
    }

    /** As Grafana has it, at a place. */
    JsonObject json(int id, int x, int y) {
        JsonObject panel = new JsonObject()
                .put("id", id)
                .put("type", kind.type)
                .put("title", title)
                .put("description", description)
                .put("datasource", SOURCE)
                .put("gridPos", position(x, y, width, height()))
                .put("targets", targets())
                .put("fieldConfig", new JsonObject().put("defaults", defaults()).put("overrides", new JsonArray()));
        return panel.put("options", kind == Kind.STAT ? optionsOfStat() : optionsOfLines());
    }

    static JsonObject position(int x, int y, int width, int height) {
        return new JsonObject().put("x", x).put("y", y).put("w", width).put("h", height);
    }

    private JsonArray targets() {
        JsonArray targets = new JsonArray();
        for (Query query : queries) {
            targets.add(new JsonObject()
                    .put("refId", String.valueOf((char) ('A' + targets.size())))
                    .put("datasource", SOURCE)
                    .put("expr", query.expression())
                    .put("legendFormat", query.legend())
                    .put("instant", kind == Kind.STAT)
                    .put("range", kind != Kind.STAT));
        }
        return targets;
    }

    private JsonObject defaults() {
        JsonObject defaults = new JsonObject()
                .put("unit", unit)
                .put("color", new JsonObject().put("mode", kind == Kind.STAT ? "thresholds" : "palette-classic"))
                .put("thresholds", new JsonObject().put("mode", "absolute").put("steps", steps()));
        return kind == Kind.STAT ? defaults : defaults.put("min", 0).put("custom", custom());
    }

    private JsonArray steps() {
        List<JsonObject> steps = new ArrayList<>();
        steps.add(new JsonObject().put("color", COLOURS.get(0)).putNull("value"));
        for (Double limit : limits) {
            steps.add(new JsonObject().put("color", COLOURS.get(steps.size())).put("value", limit));
        }
        return new JsonArray(steps);
    }

    private JsonObject custom() {
        boolean stacked = kind == Kind.STACKED;
        return new JsonObject()
                .put("drawStyle", "line")
                .put("lineWidth", 1)
                .put("fillOpacity", stacked ? 30 : 0)
                .put("showPoints", "never")
                .put(
                        "stacking",
                        new JsonObject()
                                .put("mode", stacked ? "normal" : "none")
                                .put("group", "A"))
                .put("thresholdsStyle", new JsonObject().put("mode", limits.isEmpty() ? "off" : "line"));
    }

    private static JsonObject optionsOfStat() {
        return new JsonObject()
                .put("colorMode", "value")
                .put("graphMode", "none")
                .put("reduceOptions", new JsonObject().put("calcs", new JsonArray().add("lastNotNull")));
    }

    private static JsonObject optionsOfLines() {
        return new JsonObject()
                .put(
                        "legend",
                        new JsonObject()
                                .put("showLegend", true)
                                .put("displayMode", "list")
                                .put("placement", "bottom"))
                .put("tooltip", new JsonObject().put("mode", "multi").put("sort", "desc"));
    }
}
