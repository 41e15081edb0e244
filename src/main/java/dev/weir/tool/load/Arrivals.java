package dev.weir.tool.load;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How requests are spread over time. */
public enum Arrivals {
    /** The same time between any two. */
    CONSTANT("constant"),
    /** As independent visitors come: the time between two is exponential. */
    POISSON("poisson");

    private final String label;

    Arrivals(String label) {
        this.label = label;
    }

    public String label() {
        return label;
    }

    /** The one of that name, or null. */
    public static @Nullable Arrivals of(String label) {
        return Arrays.stream(values())
                .filter(arrivals -> arrivals.label.equals(label.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse(null);
    }
}
