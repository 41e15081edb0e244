package dev.weir.erase;

import java.util.Locale;

/**
 * Who is to be erased.
 *
 * @param section of which section
 * @param kind by what
 * @param value the device id, or the hash: 64 digits of lower-case hex
 */
public record Person(String section, Kind kind, String value) {

    private static final int MAX_DEVICE_CHARS = 256;

    /** @throws IllegalArgumentException if there can be no such person; it says what was expected, and not what was given */
    public Person {
        if (kind == Kind.DEVICE) {
            if (value.isBlank() || value.length() > MAX_DEVICE_CHARS) {
                throw new IllegalArgumentException(
                        kind.label() + ": (expected: 1 to " + MAX_DEVICE_CHARS + " characters)");
            }
        } else {
            value = value.toLowerCase(Locale.ROOT);
            if (!value.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException(
                        kind.label() + ": (expected: a SHA-256 in hex, which has 64 digits)");
            }
        }
    }

    /** Without the value. */
    @Override
    public String toString() {
        return "Person[" + section + ", " + kind.label() + "]";
    }

    /** By what a person is known. The label is the parameter of the private port, and the option of the command line. */
    public enum Kind {
        DEVICE("did"),
        EMAIL("email-sha256"),
        PHONE("phone-sha256");

        private final String label;

        Kind(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
