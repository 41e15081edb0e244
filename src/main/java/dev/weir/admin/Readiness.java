package dev.weir.admin;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * What must hold for traffic to be welcome, and what else is worth seeing in the same place: named checks, each cheap and safe
 * on any thread. Built at start-up.
 */
public final class Readiness {

    private final Map<String, BooleanSupplier> checks = new LinkedHashMap<>();
    private final Map<String, Supplier<Map<String, Boolean>>> shown = new LinkedHashMap<>();

    public Readiness require(String name, BooleanSupplier check) {
        checks.put(name, check);
        return this;
    }

    /** Shows whether each part of a group is well. Traffic is welcome either way: the parts catch up on their own. */
    public Readiness show(String group, Supplier<Map<String, Boolean>> parts) {
        shown.put(group, parts);
        return this;
    }

    public boolean holds() {
        for (BooleanSupplier check : checks.values()) {
            if (!check.getAsBoolean()) {
                return false;
            }
        }
        return true;
    }

    /** Each check, and whether it holds. */
    public Map<String, Boolean> results() {
        Map<String, Boolean> results = new LinkedHashMap<>();
        checks.forEach((name, check) -> results.put(name, check.getAsBoolean()));
        return results;
    }

    /** What holds at this moment. */
    Report report() {
        Map<String, Boolean> results = results();
        boolean isReady = !results.containsValue(false);
        StringBuilder json = new StringBuilder("{\"status\":\"")
                .append(isReady ? "ready" : "not-ready")
                .append('"');
        append(json, "checks", results);
        shown.forEach((group, parts) -> append(json, group, parts.get()));
        return new Report(isReady, json.append('}').toString());
    }

    /** Names are our own, or checked to be letters, digits and hyphens: they need no escaping. */
    private static void append(StringBuilder json, String group, Map<String, Boolean> states) {
        json.append(",\"").append(group).append("\":{");
        String separator = "";
        for (Map.Entry<String, Boolean> state : states.entrySet()) {
            json.append(separator).append('"').append(state.getKey()).append("\":");
            json.append(state.getValue());
            separator = ",";
        }
        json.append('}');
    }

    /** @param json {@code {"status":"ready","checks":{"journal":true},"sinks":{"vendor":true}}} */
    record Report(boolean isReady, String json) {}
}
