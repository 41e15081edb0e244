package dev.weir.tool.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether the generator was itself what held things back, so that its figures say little about the server. */
public final class Diagnosis {

    private static final double BUSY = 0.85;
    private static final double LEAST_RATE = 0.99;
    private static final long LATE_MICROS = 10_000;

    private Diagnosis() {}

    /** One sentence for each way in which it was; none if it was not. */
    public static List<String> of(LoadResult result) {
        List<String> found = new ArrayList<>();
        LoadPlan plan = result.plan();
        if (result.counts().unsent() > 0) {
            found.add(result.counts().unsent() + " requests were not sent, because " + plan.maxInFlight()
                    + " waited for an answer: the server did not keep up, or this machine did not");
        }
        long lag = result.lag().getValueAtPercentile(99);
        if (lag > LATE_MICROS) {
            found.add("the schedule ran late: 1 % of the requests left " + millis(lag) + " ms late or more");
        } else if (result.counts().unsent() == 0 && result.achievedRate() < plan.rate() * LEAST_RATE && isLong(plan)) {
            found.add(String.format(
                    Locale.ROOT, "the rate was not reached: %.0f/s of %.0f/s", result.achievedRate(), plan.rate()));
        }
        if (result.cpuShare() > BUSY) {
            found.add(String.format(
                    Locale.ROOT, "it took %.0f %% of this machine's processors itself", result.cpuShare() * 100));
        }
        long waited = result.connecting().getValueAtPercentile(99);
        if (waited > LATE_MICROS) {
            found.add("connections ran out: 1 % of the requests waited " + millis(waited) + " ms or more for one of "
                    + plan.connections() + " (--connections), all of which waited for the server");
        }
        return found;
    }

    /** With few requests the rate of Poisson arrivals is off by chance. */
    private static boolean isLong(LoadPlan plan) {
        return plan.arrivals() == Arrivals.CONSTANT
                && plan.rate() * plan.duration().toSeconds() >= 1_000;
    }

    private static String millis(long micros) {
        return String.format(Locale.ROOT, "%.1f", micros / 1_000.0);
    }
}
