package dev.weir.relay.simulation;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Who comes next: a few visitors often, most of them seldom (Zipf's law, flattened). */
final class Popularity {

    private static final double EXPONENT = 0.6;

    private final double[] cumulated;

    Popularity(int visitors) {
        cumulated = new double[visitors];
        double sum = 0;
        for (int i = 0; i < visitors; i++) {
            sum += StrictMath.pow(i + 1, -EXPONENT);
            cumulated[i] = sum;
        }
    }

    int next(RandomGenerator random) {
        int found = Arrays.binarySearch(cumulated, random.nextDouble() * cumulated[cumulated.length - 1]);
        return found >= 0 ? found : -found - 1;
    }
}
