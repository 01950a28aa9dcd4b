package io.integrator.webhooks.store;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Turns rows into the arrays, one a column, that a set-based statement takes through {@code unnest}. They are typed as
 * plain objects, since a tuple's factory would otherwise take an array that comes last for its variable arguments.
 */
final class Columns {

    private Columns() {}

    static <R, C> Object of(List<R> rows, IntFunction<C[]> array, Function<R, C> column) {
        C[] values = array.apply(rows.size());
        for (int i = 0; i < values.length; i++) {
            values[i] = column.apply(rows.get(i));
        }
        return values;
    }

    /** A column of instants; null stays null. */
    static <R> Object ofInstants(List<R> rows, Function<R, Instant> column) {
        return of(rows, OffsetDateTime[]::new, row -> utc(column.apply(row)));
    }

    /**
     * The parameters that rows are taken from, for a statement's text: {@code unnest($1::uuid[], $2::text[])}.
     *
     * @param first the number of the first of them
     * @param types of the columns, in order
     */
    static String unnest(int first, List<String> types) {
        return IntStream.range(0, types.size())
                .mapToObj(index -> "$" + (first + index) + "::" + types.get(index) + "[]")
                .collect(Collectors.joining(", ", "unnest(", ")"));
    }

    /** A duration as statements reckon with it, in seconds. */
    static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }

    /** The form in which the driver takes an instant; null stays null. */
    static OffsetDateTime utc(Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
