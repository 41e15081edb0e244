package dev.weir.dialect.personaclick;

import dev.weir.dialect.wire.Numbers;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * The parameters as a section wants them read. Lenient: an optional one that makes no sense is as good as absent. Strict:
 * it is refused, as in the vendor's own table of errors.
 */
record Fields(Parameters parameters, boolean strict) {

    /** The text of a parameter that must be there. */
    String required(Param param, String expected) throws RejectedException {
        if (parameters.isNested(param)) {
            throw malformed(param, "an object or an array", expected);
        }
        String text = parameters.text(param);
        if (text == null) {
            String found = parameters.isPresent(param) ? "empty" : "missing";
            throw new RejectedException(
                    Rejection.MISSING_PARAMETER, param.label(), found + " (expected: " + expected + ")");
        }
        return text;
    }

    /** The text of an id that must be there, at most 255 characters. */
    String requiredId(Param param, String expected) throws RejectedException {
        String id = required(param, expected);
        if (id.length() > ItemArray.MAX_ID) {
            throw malformed(param, "too long", "at most " + ItemArray.MAX_ID + " characters");
        }
        return id;
    }

    @Nullable
    String optional(Param param) throws RejectedException {
        if (strict && parameters.isNested(param)) {
            throw malformed(param, "an object or an array", "a text");
        }
        String text = parameters.text(param);
        if (strict && text == null && parameters.isPresent(param)) {
            throw malformed(param, "empty", "a value, or no such parameter");
        }
        return text;
    }

    /** An id of at most 255 characters: an overlong one is refused in either mode, for no other could stand for it. */
    @Nullable
    String optionalId(Param param) throws RejectedException {
        String id = optional(param);
        if (id != null && id.length() > ItemArray.MAX_ID) {
            throw malformed(param, "too long", "at most " + ItemArray.MAX_ID + " characters");
        }
        return id;
    }

    @Nullable
    BigDecimal number(Param param) throws RejectedException {
        String text = optional(param);
        BigDecimal number = text == null ? null : Numbers.decimal(text);
        if (strict && text != null && number == null) {
            throw malformed(param, "no number", "a number");
        }
        return number;
    }

    /** A truth value in any of its spellings; whatever else was sent is false. */
    boolean isTrue(Param param) {
        return isTrue(parameters.text(param));
    }

    static boolean isTrue(@Nullable String text) {
        return text != null && (text.equals("1") || text.equalsIgnoreCase("true") || text.equalsIgnoreCase("yes"));
    }

    static RejectedException malformed(Param param, String found, String expected) {
        return new RejectedException(
                Rejection.MALFORMED_PARAMETER, param.label(), found + " (expected: " + expected + ")");
    }
}
