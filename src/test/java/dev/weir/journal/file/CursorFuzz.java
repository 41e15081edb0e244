package dev.weir.journal.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.weir.journal.CursorStore.Cursor;
import dev.weir.journal.CursorText;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any text as a cursor: it is none, and that is said, or it is written and read as the same one. */
final class CursorFuzz {

    static Stream<String> samples() {
        return Stream.of(
                "v2 11 1 2 3 4 0",
                "v2 14 1 2 3 4 0 shop:3:2 other:5:1",
                "11 1 2 3 4",
                "v2 9223372036854775807 0 0 0 0 0",
                "v3 1",
                "v2 10 1 2 3 4 0 shop:3:2 shop:3:2",
                "");
    }

    @MethodSource("samples")
    @FuzzTest
    void cursorIsRefusedOrReadAsItIsWritten(String text) {
        if (text == null) {
            return;
        }
        Cursor cursor;
        try {
            cursor = CursorText.parse(text);
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            return;
        }
        assertThat(CursorText.parse(CursorText.of(cursor))).isEqualTo(cursor);
    }
}
