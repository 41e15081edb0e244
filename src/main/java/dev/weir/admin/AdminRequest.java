package dev.weir.admin;

import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What was asked.
 *
 * @param places what the path's placeholders stand for, by their names
 * @param parameters of the query, and of the body, which is a flat JSON object; a list in it is told as its elements with a
 *     comma between. What the body says goes before what the query says
 * @param role what the caller is
 */
public record AdminRequest(Map<String, String> places, Map<String, String> parameters, Role role) {

    private static final int LEAST_PHONE_DIGITS = 7;

    public AdminRequest {
        places = Map.copyOf(places);
        parameters = Map.copyOf(parameters);
    }

    /** What stands in the path. */
    public String place(String name) {
        String value = places.get(name);
        if (value == null) {
            throw new IllegalStateException("no placeholder " + name + " in the path");
        }
        return value;
    }

    /** A parameter, or null where there is none. */
    public @Nullable String parameter(String name) {
        return parameters.get(name);
    }

    /** Refuses what is misspelt: every parameter is one of these, and one at least is there. */
    public void refuseOthersThan(Collection<String> known) throws AdminRefusal {
        String expected = String.join(", ", new TreeSet<>(known));
        if (parameters.isEmpty()) {
            throw AdminRefusal.bad("no parameters (expected: one at least of " + expected + ")");
        }
        if (!known.containsAll(parameters.keySet())) {
            // Without its name: that may be anything.
            throw AdminRefusal.bad("a parameter that is not known (expected: " + expected + ")");
        }
    }

    /** A parameter that must be there. */
    public String required(String name, String expected) throws AdminRefusal {
        String value = parameters.get(name);
        if (value == null || value.isBlank()) {
            throw AdminRefusal.bad(name + ": missing (expected: " + expected + ")");
        }
        return value;
    }

    /** A number that must be there. */
    public long number(String name, long least, long most) throws AdminRefusal {
        String expected = least + " to " + most;
        String value = required(name, expected);
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= most) {
                return number;
            }
            // A longer one may be anybody's telephone number.
            String shown = value.length() < LEAST_PHONE_DIGITS ? value : "out of bounds";
            throw AdminRefusal.bad(name + ": " + shown + " (expected: " + expected + ")");
        } catch (NumberFormatException notOne) {
            throw AdminRefusal.bad(name + ": no number (expected: " + expected + ")");
        }
    }
}
