package dev.weir;

/**
 * How long a test goes on: briefly in every build, and at length with {@code mvn -Psoak verify}, which runs the tests that are
 * tagged {@link #TAG} alone.
 */
public final class Soak {

    /** Of the tests that have a long form. */
    public static final String TAG = "soak";

    private static final boolean ON = Boolean.getBoolean("weir.soak");

    private Soak() {}

    /** Whether this is the long form. */
    public static boolean isOn() {
        return ON;
    }

    /** How often, or how many: {@code briefly} in every build, {@code atLength} in the long form. */
    public static int times(int briefly, int atLength) {
        return ON ? atLength : briefly;
    }
}
