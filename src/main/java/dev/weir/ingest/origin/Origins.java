package dev.weir.ingest.origin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Origins that are allowed: exact ones, and all subdomains of some. Immutable. */
public final class Origins {

    private final Set<String> exact = new HashSet<>();
    private final List<Subdomains> subdomains = new ArrayList<>();

    private Origins(Collection<String> texts) {
        for (String text : texts) {
            int star = text.indexOf(OriginText.ANY_SUBDOMAIN);
            if (star < 0) {
                exact.add(text);
            } else {
                subdomains.add(new Subdomains(text.substring(0, star), text.substring(star + 1)));
            }
        }
    }

    /**
     * These.
     *
     * @param texts as in {@link dev.weir.event.Section.Web#origins()}, without {@link #problems}
     */
    public static Origins of(Collection<String> texts) {
        return new Origins(texts);
    }

    /**
     * What no browser would ever send of these, one sentence each; empty if nothing.
     *
     * @param path where they stand in the config, such as {@code sections[0].web.origins}
     */
    public static List<String> problems(String path, Collection<String> texts) {
        List<String> problems = new ArrayList<>();
        for (String text : texts) {
            String expected = OriginText.expectedInsteadOf(text);
            if (expected != null) {
                problems.add(path + ": " + text + " (expected: " + expected + ")");
            }
        }
        return List.copyOf(problems);
    }

    public boolean isEmpty() {
        return exact.isEmpty() && subdomains.isEmpty();
    }

    /**
     * Whether this is one of them. Allocates nothing.
     *
     * @param origin the header as it came
     */
    public boolean allow(String origin) {
        if (exact.contains(origin)) {
            return true;
        }
        for (int i = 0; i < subdomains.size(); i++) {
            if (subdomains.get(i).have(origin)) {
                return true;
            }
        }
        return false;
    }

    /**
     * All subdomains of a domain, of any depth.
     *
     * @param before scheme, colon and slashes
     * @param after a dot, the domain, and perhaps a port
     */
    private record Subdomains(String before, String after) {

        boolean have(String origin) {
            int start = before.length();
            int end = origin.length() - after.length();
            return end > start && origin.startsWith(before) && origin.endsWith(after) && areLabels(origin, start, end);
        }

        /** A user's name, a port, a path or an end of another host before the dot would make it another host's. */
        private static boolean areLabels(String origin, int start, int end) {
            char before = '.';
            for (int i = start; i < end; i++) {
                char c = origin.charAt(i);
                boolean isOfLabel = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
                if (!isOfLabel && (c != '.' || before == '.')) {
                    return false;
                }
                before = c;
            }
            return before != '.';
        }
    }
}
