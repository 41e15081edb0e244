package dev.weir.connection;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds whose page sent a request, in a head that is refused: a browser shows its page the answer only if it says so. */
final class OriginText {

    private static final String NAME = "\r\norigin:";

    /** Browsers write no longer ones. */
    private static final int MAX_CHARS = 512;

    private OriginText() {}

    /**
     * The value of the first Origin field, or null.
     *
     * @param head the first {@code length} bytes are whole lines or the beginnings of such, and right so far
     */
    static @Nullable String in(ByteBuf head, int length) {
        String text = head.toString(head.readerIndex(), length, StandardCharsets.ISO_8859_1);
        int field = text.toLowerCase(Locale.ROOT).indexOf(NAME);
        if (field < 0) {
            return null;
        }
        int from = field + NAME.length();
        int to = text.indexOf('\r', from);
        return to < 0 ? null : of(text.substring(from, to).strip());
    }

    /** The value if it is one that a browser may have written, or null. */
    static @Nullable String of(@Nullable CharSequence value) {
        return value != null && value.length() <= MAX_CHARS && value.chars().allMatch(c -> c > ' ' && c < 0x7F)
                ? value.toString()
                : null;
    }
}
