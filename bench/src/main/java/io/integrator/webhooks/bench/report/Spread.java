package io.integrator.webhooks.bench.report;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** What rounds came to: the one in the middle, and how far the others were from it. */
public record Spread(double median, double minimum, double maximum) {

    private static final int DIGITS = 3;

    /** Of one value or more; of an even number the median is the mean of the middle two. */
    public static Spread of(List<Double> values) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException("no values have no spread");
        }
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(median, sorted.get(0), sorted.get(sorted.size() - 1));
    }

    /** For people: the median, and the least and the greatest behind it. */
    public String text() {
        return number(median) + " (" + number(minimum) + " to " + number(maximum) + ")";
    }

    /** {@code {"median", "min", "max"}}. */
    public JsonObject json() {
        return new JsonObject().put("median", median).put("min", minimum).put("max", maximum);
    }

    /** Three digits are all that a run on a shared machine can tell; more stand before the point only. */
    private static String number(double value) {
        int whole = value < 1 ? 1 : (int) Math.log10(value) + 1;
        return String.format(Locale.ROOT, "%,." + Math.max(0, DIGITS - whole) + "f", value);
    }
}
