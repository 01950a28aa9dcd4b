package io.integrator.webhooks.bench.plot;

import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/** An axis that has a tick at each point that was measured and nowhere else, logarithmic when the points span more than a decade. */
// Nothing writes it as an object: JFreeChart could.
@SuppressWarnings("serial")
final class PointAxis extends NumberAxis {

    private static final double DECADE = 10;
    private static final double MARGIN = 0.06;

    private final List<Long> points;
    private final boolean logarithmic;
    private final double beforeFirst;

    /** @param points in ascending order; the first may be 0, which stands a decade before the next when the axis is logarithmic */
    PointAxis(String label, List<Long> points) {
        super(label);
        this.points = List.copyOf(points);
        long least = points.stream().filter(point -> point > 0).findFirst().orElse(1L);
        this.logarithmic = points.get(points.size() - 1) > DECADE * least;
        this.beforeFirst = Math.log10((double) least) - 1;
        double first = placeOf(points.get(0));
        double last = placeOf(points.get(points.size() - 1));
        double margin = Math.max(last - first, 1) * MARGIN;
        setRange(first - margin, last + margin);
    }

    /** Where on the axis a point stands. */
    double placeOf(long point) {
        if (!logarithmic) {
            return point;
        }
        return point == 0 ? beforeFirst : Math.log10((double) point);
    }

    @Override
    @SuppressWarnings("rawtypes") // As it is declared there.
    public List refreshTicks(Graphics2D g2, AxisState state, Rectangle2D dataArea, RectangleEdge edge) {
        return points.stream()
                .map(point -> new NumberTick(
                        placeOf(point),
                        String.format(Locale.ROOT, "%,d", point),
                        TextAnchor.TOP_CENTER,
                        TextAnchor.TOP_CENTER,
                        0))
                .toList();
    }
}
