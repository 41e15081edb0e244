package dev.weir.tool.load;

import static dev.weir.tool.load.Results.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

final class HtmlReportTest {

    private static final LoadPlan PLAN = Results.plan(500, Duration.ofSeconds(20));
    private static final Instant TIME = Instant.parse("2026-11-20T10:00:00Z");

    @Test
    void itIsWellFormedWhateverStandsInIt() throws Exception {
        Document page = parse(HtmlReport.page(stalled(), TIME, List.of("1 < 2 & \"so\" \u0007")));

        assertThat(page.getElementsByTagName("h1").item(0).getTextContent()).contains("a&'b'");
        assertThat(page.getElementsByTagName("body").item(0).getTextContent()).contains("1 < 2 & \"so\" ?");
    }

    @Test
    void itHasTheLatencyCurveAndBothChartsOverTime() throws Exception {
        NodeList charts = parse(HtmlReport.page(stalled(), TIME, List.of())).getElementsByTagName("svg");

        assertThat(charts.getLength()).isEqualTo(3);
        for (int i = 0; i < charts.getLength(); i++) {
            NodeList lines = ((Element) charts.item(i)).getElementsByTagName("polyline");
            assertThat(lines.getLength()).isGreaterThanOrEqualTo(2);
            assertThat(((Element) lines.item(0)).getAttribute("points").trim().split(" "))
                    .hasSizeGreaterThan(10);
        }
    }

    @Test
    void theStallRaisesTheCorrectedCurveAboveTheServiceTime() throws Exception {
        Element curve = (Element) parse(HtmlReport.page(stalled(), TIME, List.of()))
                .getElementsByTagName("svg")
                .item(0);
        NodeList lines = curve.getElementsByTagName("polyline");

        // Of an SVG less is higher.
        assertThat(heightAtTwoNines(lines.item(0))).isLessThan(heightAtTwoNines(lines.item(1)) - 50);
    }

    @Test
    void nothingOfItIsFetchedFromAnywhere() {
        String page = HtmlReport.page(stalled(), TIME, List.of());

        assertThat(page).doesNotContain("<script", "<link", "<img", "@import", "url(", "src=", "href=");
    }

    @Test
    void aRunWithoutAnyAnswerHasAReportToo() throws Exception {
        LoadResult nothing = Results.recorder(PLAN).result(PLAN, MILLI, 0);

        assertThat(parse(HtmlReport.page(nothing, TIME, List.of()))
                        .getElementsByTagName("svg")
                        .getLength())
                .isEqualTo(3);
    }

    private static double heightAtTwoNines(org.w3c.dom.Node line) {
        double height = 1_000;
        for (String point : ((Element) line).getAttribute("points").trim().split(" ")) {
            String[] xy = point.split(",");
            if (Double.parseDouble(xy[0]) <= 64 + 2.1 / 5 * (760 - 64 - 12)) {
                height = Double.parseDouble(xy[1]);
            }
        }
        return height;
    }

    private static LoadResult stalled() {
        return Results.ofOneConnection(PLAN, 5_000 * MILLI, 2_000 * MILLI);
    }

    private static Document parse(String page) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(page)));
    }
}
