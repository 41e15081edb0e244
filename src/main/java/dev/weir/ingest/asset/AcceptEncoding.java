package dev.weir.ingest.asset;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an {@code Accept-Encoding} header says of one encoding (RFC 9110, 12.5.3). */
final class AcceptEncoding {

    private static final String ANY = "*";
    private static final String IDENTITY = "identity";
    private static final int NONE = -1;

    /** RFC 9110 has three decimals at most. */
    private static final int THOUSAND = 1_000;

    private final String header;

    AcceptEncoding(@Nullable String header) {
        // Who says nothing may take anything, but what has always worked is the plain text.
        this.header = header == null ? IDENTITY : header.toLowerCase(Locale.ROOT);
    }

    /** How much it is wanted, 0 (not at all) to 1000. */
    int weight(String encoding) {
        int named = NONE;
        int any = NONE;
        for (String element : header.split(",", -1)) {
            String[] parts = element.split(";", 2);
            String name = parts[0].strip();
            if (name.equals(encoding) || name.equals("x-" + encoding)) {
                named = Math.max(named, weightOf(parts));
            } else if (name.equals(ANY)) {
                any = weightOf(parts);
            }
        }
        if (named != NONE) {
            return named;
        }
        if (any != NONE) {
            return any;
        }
        // Plain text goes without saying, after all that was said.
        return encoding.equals(IDENTITY) ? 1 : 0;
    }

    /** What cannot be read is not wanted: plain text is at hand. */
    private static int weightOf(String[] parts) {
        if (parts.length == 1) {
            return THOUSAND;
        }
        String weight = parts[1].strip();
        if (!weight.matches("q\\s*=\\s*(0(\\.\\d{0,3})?|1(\\.0{0,3})?)")) {
            return 0;
        }
        return (int) Math.round(Double.parseDouble(weight.substring(weight.indexOf('=') + 1)) * THOUSAND);
    }
}
