package dev.weir.journal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.journal.CursorStore.Cursor;
import dev.weir.journal.CursorStore.Cursor.Behind;
import dev.weir.journal.kafka.CommitText.Commit;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitTextTest {

    /** What a broker takes by default. */
    private static final int MOST_CHARACTERS = 4096;

    @Test
    void whatIsWrittenIsRead() {
        Commit commit = new Commit(
                17,
                Map.of(
                        "files",
                        new Cursor(20, 9, 4, 1, 0, 5, Map.of()),
                        "vendor",
                        new Cursor(30, 20, 0, 0, 2, 4, Map.of("shop", new Behind(17, 3)))));
        assertThat(CommitText.parse(CommitText.of(commit))).isEqualTo(commit);
    }

    @Test
    void twoHundredSectionsThatAreBehindFitWhatABrokerTakes() {
        Map<String, Behind> behind = new HashMap<>();
        for (int i = 0; i < 200; i++) {
            behind.put("section-" + i, new Behind(1_000_000 + 37L * i, 1 + i % 5));
        }
        long owed = behind.values().stream().mapToLong(Behind::owed).sum();
        Cursor cursor = new Cursor(2_000_000, 1_999_999 - owed, 0, 0, 0, 0, behind);
        String text = CommitText.of(new Commit(1_000_000, Map.of("vendor", cursor)));
        assertThat(text.length()).isLessThan(MOST_CHARACTERS);
        assertThat(CommitText.parse(text).cursors()).containsEntry("vendor", cursor);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "w1:", "w1:!!!!", "w1:AAAA", "w2:AAAA"})
    void whatIsNoneOfOursIsRefused(String text) {
        assertThatThrownBy(() -> CommitText.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
