package dev.weir.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class SectionTagsTest {

    @Test
    void theFirstByNameHaveTheirOwnAndTheRestShareOne() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            names.add(String.format(Locale.ROOT, "shop-%03d", i));
        }
        Collections.reverse(names);

        SectionTags tags = SectionTags.of(names);

        assertThat(tags.of("shop-199")).isEqualTo("shop-199");
        assertThat(tags.of("shop-200")).isEqualTo("other");
        assertThat(names.stream().map(tags::of).distinct()).hasSize(201);
    }

    @Test
    void aSectionThatIsAddedLaterHasItsOwnWhileThereIsRoom() {
        SectionTags tags = new SectionTags(2);

        assertThat(tags.of("b")).isEqualTo("b");
        assertThat(tags.of("a")).isEqualTo("a");
        assertThat(tags.of("c")).isEqualTo("other");
        assertThat(tags.of("b")).as("keeps what it had").isEqualTo("b");
    }
}
