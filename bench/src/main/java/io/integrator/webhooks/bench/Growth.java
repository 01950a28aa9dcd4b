package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.contest.Budget;
import io.integrator.webhooks.bench.contest.Comparison;
import io.integrator.webhooks.bench.contest.Contestant;
import io.integrator.webhooks.bench.contest.Measure;
import io.integrator.webhooks.bench.environment.Environment;
import io.integrator.webhooks.bench.report.Spread;
import io.integrator.webhooks.bench.report.Standing;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The points of a curve, against the first of them.
 *
 * @param points  in ascending order, one or more
 * @param backlog deliveries that each of them drains, as far as the curve lets it
 */
record Growth(Curve curve, List<Long> points, long backlog) implements Benchmark {

    /** With so many webhooks, so much of the throughput with one is promised. */
    private static final long PROMISED_WEBHOOKS = 100_000;

    private static final double PROMISED_RATIO = 0.8;

    Growth {
        points = List.copyOf(points);
    }

    @Override
    public String question() {
        return "a backlog drained at " + points.size() + " numbers of " + curve.unit();
    }

    @Override
    public String volume() {
        return points.stream()
                .map(point -> String.format(
                        Locale.ROOT, "%,d events at once to %s", curve.events(point, backlog), curve.name(point)))
                .collect(Collectors.joining("; "));
    }

    @Override
    public List<Contestant> contestants(Environment environment) {
        return points.stream()
                .<Contestant>map(point -> curve.contestant(environment, point, backlog))
                .toList();
    }

    @Override
    public List<Comparison> comparisons() {
        return Stream.of(Measure.THROUGHPUT, Measure.CPU)
                .flatMap(measure -> points.stream().skip(1).map(point -> comparison(measure, point)))
                .toList();
    }

    /** What the throughput came to at each point. */
    SortedMap<Long, Spread> throughput(List<Standing> standings) {
        SortedMap<Long, Spread> spreads = new TreeMap<>();
        for (long point : points) {
            standings.stream()
                    .filter(standing -> standing.contestant().equals(curve.name(point)))
                    .forEach(standing -> spreads.put(point, standing.spreads().get(Measure.THROUGHPUT)));
        }
        return spreads;
    }

    private Comparison comparison(Measure measure, long point) {
        Comparison comparison = Comparison.ratio(measure, curve.name(point), curve.name(points.get(0)));
        boolean promised = curve == Curve.WEBHOOKS && point == PROMISED_WEBHOOKS && measure == Measure.THROUGHPUT;
        return promised ? comparison.within(Budget.atLeast(PROMISED_RATIO)) : comparison;
    }
}
