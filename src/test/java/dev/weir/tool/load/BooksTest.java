package dev.weir.tool.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class BooksTest {

    private static final String METRICS = """
            # TYPE weir_accepted_total counter
            weir_received_total{dialect="personaclick"} 20.0
            weir_accepted_total{dialect="personaclick",section="a"} 7.0
            weir_accepted_total{dialect="pagent",section="a"} 1.2E1
            weir_accepted_total_other 99.0
            weir_duplicates_total{dialect="pagent"} 1.0
            """;

    @Test
    void allSectionsAreAddedUp() {
        assertThat(Books.of(METRICS)).isEqualTo(new Books(19, 1));
    }

    @Test
    void onlyWhatHappenedSinceCounts() {
        assertThat(Books.of(METRICS).since(new Books(10, 0))).isEqualTo(new Books(9, 1));
    }

    @Test
    void equalCountsAreSaidToBeEqual() {
        assertThat(new Books(9, 0).verdict(counts(9, 0))).endsWith("9 acknowledged to this client: equal");
    }

    @Test
    void oneTooFewOrTooManyIsSaid() {
        assertThat(new Books(8, 0).verdict(counts(9, 0))).endsWith("NOT EQUAL");
        assertThat(new Books(10, 0).verdict(counts(9, 0))).contains("NOT EQUAL (does anybody else send?)");
    }

    @Test
    void whatHadNoAnswerMayHaveBeenAccepted() {
        assertThat(new Books(10, 0).agreesWith(counts(9, 1))).isTrue();
        assertThat(new Books(11, 0).agreesWith(counts(9, 1))).isFalse();
    }

    @Test
    void otherMetricsAreNotTaken() {
        assertThatThrownBy(() -> Books.of("up 1")).hasMessageContaining("expected: the metrics of a Weir");
    }

    private static LoadResult.Counts counts(long acknowledged, long failed) {
        return new LoadResult.Counts(acknowledged + failed, 0, acknowledged, acknowledged, acknowledged, 0, failed, 0);
    }
}
