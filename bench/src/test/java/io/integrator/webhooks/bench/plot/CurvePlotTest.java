package io.integrator.webhooks.bench.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.integrator.webhooks.bench.report.Spread;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

class CurvePlotTest {

    private static final SortedMap<Long, Spread> SPREADS = new TreeMap<>(Map.of(
            0L, new Spread(12_100, 11_900, 12_500),
            1_000L, new Spread(12_000, 11_000, 12_600),
            100_000L, new Spread(11_700, 11_400, 12_000),
            1_000_000L, new Spread(11_500, 10_200, 11_800)));

    @Test
    void aPlotIsSvgThatNamesEveryPoint(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("owed.svg");

        new CurvePlot("Throughput", "5 rounds", "owed", "deliveries/s", SPREADS).write(file);

        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        // The document type's definition stands on another host.
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        Document svg = factory.newDocumentBuilder().parse(file.toFile());
        assertThat(svg.getDocumentElement().getTagName()).isEqualTo("svg");
        NodeList texts = svg.getElementsByTagName("text");
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < texts.getLength(); i++) {
            all.append(texts.item(i).getTextContent().strip()).append('|');
        }
        assertThat(all.toString())
                .contains("Throughput|", "5 rounds|", "owed|")
                .contains("0|", "1,000|", "100,000|", "1,000,000|", "10,000|");
    }

    @Test
    void pointsThatSpanDecadesStandByTheirLogarithmAndNothingStandsADecadeBefore() {
        PointAxis axis = new PointAxis("owed", List.of(0L, 1_000L, 100_000L));

        assertThat(axis.placeOf(0)).isCloseTo(2, within(1e-9));
        assertThat(axis.placeOf(1_000)).isCloseTo(3, within(1e-9));
        assertThat(axis.placeOf(100_000)).isCloseTo(5, within(1e-9));
    }

    @Test
    void pointsWithinADecadeStandAsTheyAre() {
        PointAxis axis = new PointAxis("processes", List.of(1L, 2L, 3L));

        assertThat(axis.placeOf(2)).isEqualTo(2);
    }
}
