package dev.weir.compare;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Of what was measured several times, the median and how far it went to either side. */
record Spread(double median, double least, double most) {

    static Spread of(List<Round> rounds, ToDoubleFunction<Round> figure) {
        return of(rounds.stream().mapToDouble(figure).toArray());
    }

    /** Of the same rounds of two servers, which went side by side: of each pair how the first compares with the second. */
    static Spread ofRatios(List<Round> rounds, List<Round> control, ToDoubleFunction<Round> figure) {
        double[] ratios = new double[Math.min(rounds.size(), control.size())];
        Arrays.setAll(ratios, i -> figure.applyAsDouble(rounds.get(i)) / figure.applyAsDouble(control.get(i)));
        return of(ratios);
    }

    static Spread of(double... figures) {
        if (figures.length == 0) {
            return new Spread(Double.NaN, Double.NaN, Double.NaN);
        }
        double[] sorted = figures.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }
}
