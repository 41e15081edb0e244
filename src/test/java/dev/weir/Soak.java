package dev.weir;

import java.util.concurrent.TimeUnit;

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

    /** How long a test goes on in its long form: so many minutes, or fewer, where {@code -Dweir.soak.minutes=8} says so. */
    public static long minutes(long atLength) {
        return Math.min(atLength, Long.getLong("weir.soak.minutes", atLength));
    }

    /** As many rounds; of the long form those that there is time for ({@link #minutes}). */
    public static Rounds rounds(int briefly, int atLength) {
        return new Rounds(times(briefly, atLength), ON ? minutes(Long.MAX_VALUE) : Long.MAX_VALUE);
    }

    /** Counts them from the moment it is made. Confined to the test's thread. */
    public static final class Rounds {
        private final long begunNanos = System.nanoTime();
        private final int most;
        private final long minutes;
        private int begun;

        private Rounds(int most, long minutes) {
            this.most = most;
            this.minutes = minutes;
        }

        /** Whether there is another, which begins with this. */
        public boolean next() {
            if (begun == most || TimeUnit.NANOSECONDS.toMinutes(System.nanoTime() - begunNanos) >= minutes) {
                return false;
            }
            begun++;
            return true;
        }

        /** How many have begun. */
        public int count() {
            return begun;
        }
    }
}
