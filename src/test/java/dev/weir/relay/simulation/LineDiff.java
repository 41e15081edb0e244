package dev.weir.relay.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What differs between two texts with headings: under each, the lines of one that the other has not. */
final class LineDiff {

    private LineDiff() {}

    /** Empty if the texts are equal. */
    static String of(String before, String after) {
        if (before.equals(after)) {
            return "";
        }
        Map<String, List<String>> old = byHeading(before);
        Map<String, List<String>> now = byHeading(after);
        Set<String> headings = new LinkedHashSet<>(old.keySet());
        headings.addAll(now.keySet());
        StringBuilder diff = new StringBuilder("\n");
        for (String heading : headings) {
            List<String> gone = minus(old.get(heading), now.get(heading));
            List<String> come = minus(now.get(heading), old.get(heading));
            if (!gone.isEmpty() || !come.isEmpty()) {
                diff.append(heading).append('\n');
            }
            for (int i = 0; i < Math.max(gone.size(), come.size()); i++) {
                diff.append(i < gone.size() ? "- " + gone.get(i) + "\n" : "");
                diff.append(i < come.size() ? "+ " + come.get(i) + "\n" : "");
            }
        }
        return diff.append("(or the order of lines)").toString();
    }

    private static Map<String, List<String>> byHeading(String text) {
        Map<String, List<String>> byHeading = new LinkedHashMap<>();
        String heading = "";
        for (String line : text.lines().toList()) {
            heading = line.startsWith("#") ? line : heading;
            byHeading.computeIfAbsent(heading, each -> new ArrayList<>()).add(line);
        }
        return byHeading;
    }

    private static List<String> minus(List<String> lines, List<String> others) {
        List<String> left = new ArrayList<>(lines == null ? List.of() : lines);
        if (others != null) {
            left.removeAll(others);
        }
        return left;
    }
}
