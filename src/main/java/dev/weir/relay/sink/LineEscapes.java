package dev.weir.relay.sink;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.Serial;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * Escapes, beside what JSON demands, what else can break a line or work on a terminal that shows it: DEL and the control characters
 * beyond ASCII (a terminal takes U+009B for the begin of a command), what Unicode calls line breaks, and what turns the direction of
 * writing. It means the same to whoever reads the JSON.
 */
final class LineEscapes extends CharacterEscapes {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int DEL = 0x7f;
    private static final int FIRST_CONTROL = 0x80;
    private static final int LAST_CONTROL = 0x9f;

    /** From the line separator to the end of the embeddings and overrides (Unicode Standard Annex 9). */
    private static final int FIRST_SEPARATOR = 0x2028;

    private static final int LAST_OVERRIDE = 0x202e;
    private static final int FIRST_ISOLATE = 0x2066;
    private static final int LAST_ISOLATE = 0x2069;

    private static final SerializableString[] CONTROLS = escapes(FIRST_CONTROL, LAST_CONTROL);
    private static final SerializableString[] SEPARATORS = escapes(FIRST_SEPARATOR, LAST_OVERRIDE);
    private static final SerializableString[] ISOLATES = escapes(FIRST_ISOLATE, LAST_ISOLATE);

    private static final int[] ASCII = ascii();

    /** One for all generators, which do not change it. */
    @Override
    public int[] getEscapeCodesForAscii() {
        return ASCII;
    }

    @Override
    public @Nullable SerializableString getEscapeSequence(int character) {
        if (character <= LAST_CONTROL) {
            return character < FIRST_CONTROL ? null : CONTROLS[character - FIRST_CONTROL];
        }
        if (character >= FIRST_SEPARATOR && character <= LAST_OVERRIDE) {
            return SEPARATORS[character - FIRST_SEPARATOR];
        }
        return character >= FIRST_ISOLATE && character <= LAST_ISOLATE ? ISOLATES[character - FIRST_ISOLATE] : null;
    }

    private static int[] ascii() {
        int[] codes = standardAsciiEscapesForJSON();
        codes[DEL] = ESCAPE_STANDARD;
        return codes;
    }

    private static SerializableString[] escapes(int first, int last) {
        SerializableString[] escapes = new SerializableString[last - first + 1];
        for (int i = 0; i < escapes.length; i++) {
            escapes[i] = new SerializedString("\\u" + HexFormat.of().toHexDigits((char) (first + i)));
        }
        return escapes;
    }
}
