package io.integrator.webhooks.bench.plot;

import io.integrator.webhooks.bench.report.Spread;
import io.integrator.webhooks.launcher.CommandException;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.ArrayList;
import java.util.Locale;
import java.util.SortedMap;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.HorizontalAlignment;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;
import org.jfree.svg.SVGGraphics2D;
import org.jfree.svg.SVGUtils;

/**
 * One measure over one that grows: a line through the medians, with a bar from the least round to the greatest at each.
 *
 * @param title    what it shows
 * @param subtitle how it was measured
 * @param across   what grows, with its unit
 * @param up       what is measured, with its unit; from 0
 * @param spreads  what it came to at each point, of which there is one or more
 */
public record CurvePlot(String title, String subtitle, String across, String up, SortedMap<Long, Spread> spreads) {

    private static final int WIDTH = 800;
    private static final int HEIGHT = 420;
    private static final double HEADROOM = 1.1;
    private static final double DOT = 8;
    private static final Color LINE = new Color(0x1f, 0x5f, 0xa8);
    private static final Color TEXT = new Color(0x24, 0x29, 0x2f);
    private static final Color GRID = new Color(0xd8, 0xde, 0xe4);
    private static final Font BOLD = new Font(Font.SANS_SERIF, Font.BOLD, 17);
    private static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 13);

    /** Writes it as SVG; a file that is there is written over. */
    public void write(Path file) {
        // There need be no display; the fonts are all that is asked of the system.
        System.setProperty("java.awt.headless", "true");
        SVGGraphics2D graphics = new SVGGraphics2D(WIDTH, HEIGHT);
        chart().draw(graphics, new Rectangle2D.Double(0, 0, WIDTH, HEIGHT));
        try {
            SVGUtils.writeToSVG(file.toFile(), graphics.getSVGElement());
        } catch (IOException e) {
            throw new CommandException("the plot can't be written to " + file, e);
        }
    }

    private JFreeChart chart() {
        PointAxis axis = new PointAxis(across, new ArrayList<>(spreads.keySet()));
        styled(axis);
        XYPlot plot = new XYPlot(data(axis), axis, fromZero(), dots());
        plot.setBackgroundPaint(Color.WHITE);
        plot.setOutlineVisible(false);
        plot.setDomainGridlinePaint(GRID);
        plot.setRangeGridlinePaint(GRID);
        plot.setDomainGridlineStroke(new BasicStroke(1));
        plot.setRangeGridlineStroke(new BasicStroke(1));
        JFreeChart chart = new JFreeChart(null, BOLD, plot, false);
        chart.addSubtitle(heading(title, BOLD));
        chart.addSubtitle(heading(subtitle, PLAIN));
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(new RectangleInsets(12, 12, 10, 24));
        return chart;
    }

    private YIntervalSeriesCollection data(PointAxis axis) {
        YIntervalSeries series = new YIntervalSeries(up);
        spreads.forEach((point, spread) ->
                series.add(axis.placeOf(point), spread.median(), spread.minimum(), spread.maximum()));
        YIntervalSeriesCollection data = new YIntervalSeriesCollection();
        data.addSeries(series);
        return data;
    }

    private NumberAxis fromZero() {
        NumberAxis axis = new NumberAxis(up);
        styled(axis);
        double greatest =
                spreads.values().stream().mapToDouble(Spread::maximum).max().orElseThrow();
        axis.setRange(0, greatest * HEADROOM);
        axis.setNumberFormatOverride(new DecimalFormat("#,##0.###", DecimalFormatSymbols.getInstance(Locale.ROOT)));
        return axis;
    }

    private static XYErrorRenderer dots() {
        XYErrorRenderer renderer = new XYErrorRenderer();
        renderer.setDrawXError(false);
        renderer.setErrorStroke(new BasicStroke(1.5f));
        renderer.setErrorPaint(LINE);
        renderer.setCapLength(DOT);
        renderer.setDefaultLinesVisible(true);
        renderer.setSeriesPaint(0, LINE);
        renderer.setSeriesStroke(0, new BasicStroke(2.5f));
        renderer.setSeriesShape(0, new Ellipse2D.Double(-DOT / 2, -DOT / 2, DOT, DOT));
        return renderer;
    }

    private static void styled(NumberAxis axis) {
        axis.setLabelFont(PLAIN);
        axis.setTickLabelFont(PLAIN);
        axis.setLabelPaint(TEXT);
        axis.setTickLabelPaint(TEXT);
        axis.setAxisLineVisible(false);
        axis.setTickMarksVisible(false);
    }

    private static TextTitle heading(String text, Font font) {
        TextTitle heading = new TextTitle(text, font);
        heading.setPaint(TEXT);
        heading.setHorizontalAlignment(HorizontalAlignment.LEFT);
        heading.setPadding(0, 4, 4, 0);
        return heading;
    }
}
