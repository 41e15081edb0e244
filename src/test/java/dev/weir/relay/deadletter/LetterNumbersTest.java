package dev.weir.relay.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LetterNumbersTest {

    @Property(tries = 500)
    void itIsASet(
            @ForAll @Size(max = 30) List<@IntRange(min = -40, max = 40) Integer> firsts,
            @ForAll @IntRange(min = 1, max = 9) int length) {
        LetterNumbers numbers = new LetterNumbers();
        TreeSet<Long> model = new TreeSet<>();
        for (int each : firsts) {
            long first = Math.abs(each) + 1L;
            long last = first + length - 1;
            if (each >= 0) {
                numbers.add(first, last);
                LongStream.rangeClosed(first, last).forEach(model::add);
            } else {
                numbers.remove(first, last);
                model.subSet(first, true, last, true).clear();
            }
            assertThat(listed(numbers)).containsExactlyElementsOf(model);
        }
        assertThat(numbers.count()).isEqualTo(model.size());
        assertThat(numbers.highest()).isEqualTo(model.isEmpty() ? LetterNumbers.NONE : model.last());
        assertThat(numbers.countWithin(10, 20)).isEqualTo(model.subSet(10L, 21L).size());
        assertThat(listed(numbers.within(10, 20))).containsExactlyElementsOf(model.subSet(10L, 21L));
        TreeSet<Long> rest = new TreeSet<>(model);
        rest.removeAll(model.subSet(10L, 21L));
        assertThat(listed(numbers.without(numbers.within(10, 20)))).containsExactlyElementsOf(rest);
        for (long number = 1; number < 60; number++) {
            assertThat(numbers.contains(number)).isEqualTo(model.contains(number));
        }
        for (String text : numbers.toTexts(2)) {
            assertThat(model).containsAll(listed(LetterNumbers.parse(text)));
        }
        if (!numbers.isEmpty()) {
            assertThat(listed(LetterNumbers.parse(numbers.toString()))).containsExactlyElementsOf(model);
        }
    }

    @Test
    void neighboursAreOneRange() {
        LetterNumbers numbers = LetterNumbers.of(17);
        numbers.add(18, 39);
        numbers.add(41, 41);

        assertThat(numbers).hasToString("17-39,41");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "0", "-3", "5-4", "1,,2", "1-", "99999999999999999999"})
    void whatIsNoneIsRefused(String text) {
        assertThatThrownBy(() -> LetterNumbers.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("numbers \"" + text + "\" (expected: such as 17-39,41)");
    }

    @Test
    void aRangeMayReachToTheLastNumber() {
        LetterNumbers numbers = LetterNumbers.parse("3-9223372036854775807,1");

        assertThat(numbers).hasToString("1,3-9223372036854775807");
        assertThat(numbers.contains(Long.MAX_VALUE)).isTrue();
    }

    private static List<Long> listed(LetterNumbers numbers) {
        List<Long> listed = new ArrayList<>();
        for (long each = numbers.from(1); each != LetterNumbers.NONE; each = numbers.from(each + 1)) {
            listed.add(each);
        }
        return listed;
    }
}
