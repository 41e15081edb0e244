package dev.weir.relay.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class LineDiffTest {

    private static final String BEFORE = "# One\na\nb\n# Two\nc\n";

    @Test
    void equalTextsDoNotDiffer() {
        assertThat(LineDiff.of(BEFORE, BEFORE)).isEmpty();
    }

    @Test
    void aChangedLineIsShownUnderItsHeadingAsItWasAndAsItIs() {
        assertThat(LineDiff.of(BEFORE, "# One\na\nb\n# Two\nd\n")).startsWith("\n# Two\n- c\n+ d\n");
    }

    @Test
    void aHeadingThatIsGoneTakesItsLinesAlong() {
        assertThat(LineDiff.of(BEFORE, "# One\na\nb\n")).startsWith("\n# Two\n- # Two\n- c\n");
    }

    @Test
    void anotherOrderIsADifference() {
        assertThat(LineDiff.of(BEFORE, "# One\nb\na\n# Two\nc\n")).isNotEmpty();
    }
}
