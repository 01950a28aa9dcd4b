package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.environment.BenchDatabase;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What a step of the service's work leaves on disk.
 *
 * @param what     the step, for people
 * @param times    how often it was done
 * @param walBytes that all of it wrote to Postgres's log
 * @param tables   what each table has grown by
 */
record StepSize(String what, long times, long walBytes, Map<String, Grown> tables) {

    /** Partitions, and what is stored out of line, included. */
    private static final String SIZE = """
            select sum(%s(c.oid))::bigint
            from (select ?::regclass as named) t join pg_class c
                on c.oid = named or c.oid in (select inhrelid from pg_inherits where inhparent = named)
            """;

    private static final String TABLE_SIZE = SIZE.formatted("pg_table_size");
    private static final String INDEX_SIZE = SIZE.formatted("pg_indexes_size");
    private static final String WAL = "select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint";

    /** By how many bytes a table, and all of its indexes, have grown. */
    record Grown(long tableBytes, long indexBytes) {

        private static Grown size(BenchDatabase database, String table) {
            return new Grown(database.count(TABLE_SIZE, table), database.count(INDEX_SIZE, table));
        }

        private Grown minus(Grown before) {
            return new Grown(tableBytes - before.tableBytes, indexBytes - before.indexBytes);
        }
    }

    /**
     * Does a step and measures it.
     *
     * @param step gives how often it was done
     */
    static StepSize of(BenchDatabase database, String what, List<String> tables, LongSupplier step) {
        Map<String, Grown> grown = new LinkedHashMap<>();
        tables.forEach(table -> grown.put(table, Grown.size(database, table)));
        long walBefore = database.count(WAL);
        long times = step.getAsLong();
        long wal = database.count(WAL) - walBefore;
        grown.replaceAll((table, before) -> Grown.size(database, table).minus(before));
        return new StepSize(what, times, wal, grown);
    }

    /** Lines of a table for people: bytes a time. */
    String text() {
        StringBuilder lines = new StringBuilder(
                String.format(Locale.ROOT, "%-44s %,11d %9s %9s %9.0f%n", what, times, "", "", each(walBytes)));
        tables.forEach((table, grown) -> lines.append(String.format(
                Locale.ROOT,
                "  %-42s %11s %9.0f %9.0f%n",
                table,
                "",
                each(grown.tableBytes()),
                each(grown.indexBytes()))));
        return lines.toString();
    }

    /** {@code {"what", "times", "walBytes", "tables": [{"table", "tableBytes", "indexBytes"}]}}, bytes of all times. */
    JsonObject json() {
        JsonArray grown = new JsonArray();
        tables.forEach((table, sizes) -> grown.add(new JsonObject()
                .put("table", table)
                .put("tableBytes", sizes.tableBytes())
                .put("indexBytes", sizes.indexBytes())));
        return new JsonObject()
                .put("what", what)
                .put("times", times)
                .put("walBytes", walBytes)
                .put("tables", grown);
    }

    private double each(long bytes) {
        return (double) bytes / times;
    }
}
