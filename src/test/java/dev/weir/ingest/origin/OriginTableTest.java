package dev.weir.ingest.origin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Section;
import dev.weir.event.Sections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class OriginTableTest {

    private static final Section SHOP = section("shop", "https://shop.example");
    private static final Section OTHER = section("other", "https://*.other.example");
    private static final Section OPEN = section("open");
    private static final OriginTable TABLE = new OriginTable(Sections.of(List.of(SHOP, OTHER, OPEN)));

    @Test
    void aSectionAllowsItsOwnOriginsAndRefusesAllOthers() {
        assertThat(TABLE.allows(SHOP, "https://shop.example")).isTrue();
        assertThat(TABLE.refuses(SHOP, "https://shop.example")).isFalse();
        assertThat(TABLE.allows(SHOP, "https://a.other.example")).isFalse();
        assertThat(TABLE.refuses(SHOP, "https://a.other.example")).isTrue();
        assertThat(TABLE.allows(OTHER, "https://a.other.example")).isTrue();
    }

    @Test
    void aSectionThatListsNoneRefusesNoneAndAllowsNone() {
        assertThat(TABLE.refuses(OPEN, "https://shop.example")).isFalse();
        assertThat(TABLE.allows(OPEN, "https://shop.example")).isFalse();
        assertThat(TABLE.refuses(OPEN, "null")).isFalse();
    }

    @Test
    void whatAnySectionAllowsIsAllowedSomewhere() {
        assertThat(TABLE.isAllowedSomewhere("https://shop.example")).isTrue();
        assertThat(TABLE.isAllowedSomewhere("https://b.a.other.example")).isTrue();
        assertThat(TABLE.isAllowedSomewhere("https://evil.test")).isFalse();
        assertThat(TABLE.isAllowedSomewhere("null")).isFalse();
    }

    private static Section section(String name, String... origins) {
        return new Section(
                        name,
                        Map.of(),
                        Section.Reading.LENIENT,
                        Section.Answers.HELPFUL,
                        Section.Limit.DEFAULT,
                        Section.Identity.DEFAULT,
                        List.of("files"))
                .with(new Section.Web(List.of(origins), Section.Addresses.FULL, Section.Bots.DEFAULT));
    }
}
