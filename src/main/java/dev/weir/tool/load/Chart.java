package dev.weir.tool.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A line chart as SVG, whose axes begin at nought. Confined to one thread. */
final class Chart {

    private static final int WIDTH = 760;
    private static final int HEIGHT = 260;
    private static final int LEFT = 64;
    private static final int RIGHT = 12;
    private static final int TOP = 28;
    private static final int BOTTOM = 32;

    private final String title;
    private final double mostX;
    private final List<Line> lines = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();

    /** @param mostX where the horizontal axis ends */
    Chart(String title, double mostX) {
        this.title = title;
        this.mostX = Math.max(mostX, 1e-9);
    }

    /** @param style one of the report's: a, b or c */
    Chart line(String name, String style, List<Point> points) {
        lines.add(new Line(name, style, points));
        return this;
    }

    /** A label below the horizontal axis. */
    Chart mark(double x, String label) {
        marks.add(new Mark(x, label));
        return this;
    }

    String svg(String unit) {
        double mostY = nice(lines.stream()
                .flatMap(line -> line.points.stream())
                .mapToDouble(Point::y)
                .max()
                .orElse(1));
        StringBuilder svg = new StringBuilder(4096);
        svg.append("<svg viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(HEIGHT)
                .append("\" role=\"img\">\n<title>");
        svg.append(HtmlReport.escape(title)).append("</title>\n");
        for (int i = 0; i <= 4; i++) {
            double value = mostY * i / 4;
            double y = y(value, mostY);
            svg.append("<line class=\"grid\" x1=\"")
                    .append(LEFT)
                    .append("\" x2=\"")
                    .append(WIDTH - RIGHT);
            svg.append("\" y1=\"")
                    .append(number(y))
                    .append("\" y2=\"")
                    .append(number(y))
                    .append("\"/>");
            text(svg, LEFT - 6.0, y + 4, "end", plain(value) + unit);
        }
        for (Mark mark : marks) {
            text(svg, x(mark.x), HEIGHT - 12.0, "middle", mark.label);
        }
        double legend = LEFT;
        for (Line line : lines) {
            svg.append("<polyline class=\"").append(line.style).append("\" points=\"");
            for (Point point : line.points) {
                svg.append(number(x(point.x)))
                        .append(',')
                        .append(number(y(point.y, mostY)))
                        .append(' ');
            }
            svg.append("\"/>\n<line class=\"")
                    .append(line.style)
                    .append("\" x1=\"")
                    .append(number(legend));
            svg.append("\" x2=\"").append(number(legend + 18)).append("\" y1=\"12\" y2=\"12\"/>");
            text(svg, legend + 24, 16, "start", line.name);
            legend += 48 + 7.0 * line.name.length();
        }
        return svg.append("</svg>\n").toString();
    }

    private double x(double value) {
        return LEFT + value / mostX * (WIDTH - LEFT - RIGHT);
    }

    private static double y(double value, double most) {
        return HEIGHT - BOTTOM - value / most * (HEIGHT - TOP - BOTTOM);
    }

    private static void text(StringBuilder svg, double x, double y, String anchor, String text) {
        svg.append("<text x=\"")
                .append(number(x))
                .append("\" y=\"")
                .append(number(y))
                .append("\" text-anchor=\"");
        svg.append(anchor).append("\">").append(HtmlReport.escape(text)).append("</text>\n");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String plain(double value) {
        return value >= 10 || value == 0
                ? String.format(Locale.ROOT, "%.0f", value)
                : String.format(Locale.ROOT, "%.3g", value);
    }

    /** The next number of one digit, or two that end in 5 or 0, from the most there is. */
    private static double nice(double most) {
        if (most <= 0) {
            return 1;
        }
        double power = Math.pow(10, Math.floor(Math.log10(most)));
        for (double step : new double[] {1, 1.5, 2, 3, 4, 5, 6, 8}) {
            if (most <= step * power) {
                return step * power;
            }
        }
        return 10 * power;
    }

    record Point(double x, double y) {}

    private record Line(String name, String style, List<Point> points) {}

    private record Mark(double x, String label) {}
}
