package io.integrator.webhooks.launcher.watching;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * A dashboard of Grafana's, its panels set one beside the other, from left to right, line by line.
 *
 * @param uid by which links find it
 */
record Dashboard(String uid, String title, List<Section> sections) {

    /** How many columns Grafana has. */
    static final int COLUMNS = 24;

    /** From here on Grafana reads every member that is used. */
    private static final int SCHEMA = 39;

    /** Every query of it. */
    List<Query> queries() {
        return sections.stream()
                .flatMap(section -> section.panels().stream())
                .flatMap(panel -> panel.queries().stream())
                .toList();
    }

    /** What Grafana reads. */
    JsonObject json() {
        return new JsonObject()
                .put("uid", uid)
                .put("title", title)
                .put("tags", new JsonArray().add("webhooks"))
                .put("schemaVersion", SCHEMA)
                .put("editable", true)
                .put("graphTooltip", 1)
                .put("refresh", "30s")
                .put("time", new JsonObject().put("from", "now-6h").put("to", "now"))
                .put("timezone", "utc")
                .put("annotations", new JsonObject().put("list", new JsonArray()))
                .put("templating", new JsonObject().put("list", variables()))
                .put("panels", panels());
    }

    private static JsonArray variables() {
        JsonObject source = new JsonObject()
                .put("name", "datasource")
                .put("label", "Data source")
                .put("type", "datasource")
                .put("query", "prometheus");
        JsonObject instance = new JsonObject()
                .put("name", "instance")
                .put("label", "Process")
                .put("type", "query")
                .put("datasource", Panel.SOURCE)
                .put("query", "label_values(process_uptime_seconds, instance)")
                .put("refresh", 2)
                .put("sort", 1)
                .put("multi", true)
                .put("includeAll", true)
                .put("allValue", ".*")
                .put(
                        "current",
                        new JsonObject()
                                .put("text", new JsonArray().add("All"))
                                .put("value", new JsonArray().add("$__all")));
        return new JsonArray().add(source).add(instance);
    }

    private JsonArray panels() {
        Arrangement arrangement = new Arrangement();
        sections.forEach(arrangement::add);
        return arrangement.panels;
    }

    /** The panels that are set so far. */
    private static final class Arrangement {

        private final JsonArray panels = new JsonArray();
        private int x;
        private int y;
        private int lineHeight;

        private void add(Section section) {
            endLine();
            panels.add(new JsonObject()
                    .put("id", panels.size() + 1)
                    .put("type", "row")
                    .put("title", section.title())
                    .put("collapsed", false)
                    .put("panels", new JsonArray())
                    .put("gridPos", Panel.position(0, y, COLUMNS, 1)));
            y++;
            section.panels().forEach(this::add);
        }

        private void add(Panel panel) {
            if (x + panel.width() > COLUMNS) {
                endLine();
            }
            panels.add(panel.json(panels.size() + 1, x, y));
            x += panel.width();
            lineHeight = Math.max(lineHeight, panel.height());
        }

        private void endLine() {
            y += lineHeight;
            x = 0;
            lineHeight = 0;
        }
    }
}
