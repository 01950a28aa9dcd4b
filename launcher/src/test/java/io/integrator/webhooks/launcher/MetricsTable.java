package io.integrator.webhooks.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What docs/operating.md tells of the metrics: the rows of the tables in its section.
 *
 * @param rows by the names of the families
 */
record MetricsTable(Map<String, Row> rows) {

    private static final Path DOCUMENT = Path.of("..", "docs", "operating.md");

    /**
     * A row.
     *
     * @param labels each with its values; empty where the table lists none, as they aren't the service's to choose
     */
    record Row(String type, Map<String, Optional<Set<String>>> labels, String meaning) {}

    static MetricsTable read() throws IOException {
        String document = Files.readString(DOCUMENT);
        String section = document.substring(document.indexOf("\n## Metrics\n"), document.indexOf("\n## Tracing\n"));
        Map<String, Row> rows = new LinkedHashMap<>();
        section.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|", -1))
                .forEach(cells -> rows.put(
                        cells[1].strip().replace("`", ""),
                        new Row(cells[2].strip(), labels(cells[3].strip()), cells[4].strip())));
        return new MetricsTable(rows);
    }

    /** Read from {@code `outcome`: ok, gone; `worker`}. */
    private static Map<String, Optional<Set<String>>> labels(String cell) {
        Map<String, Optional<Set<String>>> labels = new LinkedHashMap<>();
        for (String label : cell.split(";", -1)) {
            if (!label.isBlank()) {
                String[] nameAndValues = label.split(":", 2);
                labels.put(
                        nameAndValues[0].strip().replace("`", ""),
                        nameAndValues.length == 1 ? Optional.empty() : Optional.of(values(nameAndValues[1])));
            }
        }
        return labels;
    }

    private static Set<String> values(String list) {
        return Arrays.stream(list.split(",", -1)).map(String::strip).collect(Collectors.toSet());
    }
}
