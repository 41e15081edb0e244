package dev.weir.guard;

import dev.weir.guard.Figures.Cost;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How a run compares with the baseline. */
final class Verdict {

    /** Of the bytes: what the compiler leaves out differs a little from run to run. Beyond these both. */
    static final double BYTES_PART = 0.02;
    /** Below an object's header, so that one that is new is found where there was none. */
    static final double BYTES_FEW = 8;
    /** Of the time, as a ratio to the reference's: what a shared machine does to it by itself. */
    static final double TIME_PART = 0.5;

    private final List<String> regressions = new ArrayList<>();
    private final List<String> improvements = new ArrayList<>();
    private final List<String> unknown = new ArrayList<>();
    private int compared;
    private int missing;

    private Verdict() {}

    static Verdict of(Figures run, Figures baseline) {
        Verdict verdict = new Verdict();
        for (Map.Entry<String, Cost> each : run.costs().entrySet()) {
            Cost before = baseline.costs().get(each.getKey());
            if (before == null) {
                verdict.unknown.add(each.getKey());
            } else {
                verdict.compare(each.getKey(), each.getValue(), before);
            }
        }
        verdict.missing = baseline.costs().size() - verdict.compared;
        return verdict;
    }

    private void compare(String name, Cost now, Cost before) {
        compared++;
        double slack = BYTES_FEW + BYTES_PART * before.bytes();
        if (now.bytes() > before.bytes() + slack || Double.isNaN(now.bytes()) && !Double.isNaN(before.bytes())) {
            regressions.add(told(name, "bytes", before.bytes(), now.bytes()));
        } else if (now.bytes() < before.bytes() - slack) {
            improvements.add(told(name, "bytes", before.bytes(), now.bytes()));
        }
        if (now.ratio() > before.ratio() * (1 + TIME_PART)) {
            regressions.add(told(name, "times the reference", before.ratio(), now.ratio()));
        } else if (now.ratio() < before.ratio() / (1 + TIME_PART)) {
            improvements.add(told(name, "times the reference", before.ratio(), now.ratio()));
        }
    }

    private static String told(String name, String unit, double before, double now) {
        return String.format(Locale.ROOT, "%s: %.2f %s, was %.2f", name, now, unit, before);
    }

    boolean isGood() {
        return regressions.isEmpty() && compared > 0;
    }

    List<String> regressions() {
        return regressions;
    }

    List<String> improvements() {
        return improvements;
    }

    /** What to print, worst last. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        unknown.forEach(name -> lines.add("not in the baseline: " + name));
        improvements.forEach(each -> lines.add("better: " + each + " (--update makes it the baseline)"));
        regressions.forEach(each -> lines.add("WORSE: " + each));
        lines.add(compared + " compared, " + regressions.size() + " worse, " + improvements.size() + " better, "
                + unknown.size() + " new, " + missing + " of the baseline not run");
        return lines;
    }
}
