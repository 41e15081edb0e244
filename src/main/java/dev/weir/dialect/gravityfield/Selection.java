package dev.weir.dialect.gravityfield;

import dev.weir.dialect.wire.JsonReader;
import dev.weir.dialect.wire.JsonText;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which campaigns a {@code choose} asks for: by selector, by group, by number. Confined to one thread. */
final class Selection {

    static final int MAX_NAMES = 100;
    private static final String EXPECTED = "names and groups, each an array of texts";

    private final List<String> selectors = new ArrayList<>(2);
    private final List<String> groups = new ArrayList<>(2);
    private final List<String> campaigns = new ArrayList<>(2);

    boolean isEmpty() {
        return selectors.isEmpty() && groups.isEmpty() && campaigns.isEmpty();
    }

    /** Reads V1's {@code selector}, an object that the reader stands on. */
    void readSelector(JsonReader json) throws RejectedException {
        for (String name = json.nextName(); name != null; name = json.nextName()) {
            if (name.equals("names") || name.equals("groups")) {
                readNames(json, name.equals("names") ? selectors : groups);
            } else {
                json.skip();
            }
        }
    }

    /** Takes what one element of V2's {@code data} asks for, if anything. */
    void add(Entry entry) {
        addTo(selectors, entry.texts().get("selector"));
        addTo(groups, entry.texts().get("group"));
        addTo(campaigns, entry.texts().get("campaignId"));
    }

    static boolean isNamedIn(Entry entry) {
        Map<String, String> texts = entry.texts();
        return texts.containsKey("selector") || texts.containsKey("group") || texts.containsKey("campaignId");
    }

    /** As members of a JSON object, each an array and with a comma after it. */
    void write(StringBuilder to) {
        write(to, "selectors", selectors);
        write(to, "groups", groups);
        write(to, "campaignIds", campaigns);
    }

    private void readNames(JsonReader json, List<String> names) throws RejectedException {
        if (!json.isArray()) {
            if (!json.isNested() && !json.isNull()) {
                addTo(names, json.text());
            } else {
                json.skip();
            }
            return;
        }
        while (json.nextElement()) {
            if (names.size() == MAX_NAMES) {
                throw new RejectedException(
                        Rejection.TOO_COMPLEX,
                        "selector",
                        "too many names (expected: " + EXPECTED + ", at most " + MAX_NAMES + ")");
            }
            if (json.isNested() || json.isNull()) {
                json.skip();
            } else {
                addTo(names, json.text());
            }
        }
    }

    private static void addTo(List<String> names, @Nullable String name) {
        if (name != null && !name.isEmpty()) {
            names.add(name);
        }
    }

    private static void write(StringBuilder to, String member, List<String> names) {
        if (names.isEmpty()) {
            return;
        }
        to.append('"').append(member).append("\":[");
        for (int i = 0; i < names.size(); i++) {
            to.append(i == 0 ? "" : ",");
            JsonText.quote(to, names.get(i));
        }
        to.append("],");
    }
}
