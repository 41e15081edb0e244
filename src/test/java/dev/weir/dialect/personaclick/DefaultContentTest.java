package dev.weir.dialect.personaclick;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.dialect.Head;
import dev.weir.dialect.Ids;
import dev.weir.dialect.Inquiry;
import dev.weir.dialect.Route;
import dev.weir.event.Beacon;
import dev.weir.event.RejectedException;
import dev.weir.event.Section;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DefaultContentTest {

    private static final Section SECTION = new Section(
            "demo",
            Map.of(),
            Section.Reading.LENIENT,
            Section.Answers.HELPFUL,
            Section.Limit.DEFAULT,
            Section.Identity.DEFAULT,
            List.of());

    private final PersonaClick dialect = new PersonaClick();

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", " [{\"id\":1}] ", "{\"html\":\"<p>\",\"recommends\":[1,2]}"})
    void objectsAndArraysWillDo(String json) {
        assertThatCode(() -> dialect.checkFallback("/category/*", json)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "true",
                "\"a\"",
                "{",
                "[1,2",
                "{}{}",
                "[] ,",
                "{\"a\":1,\"a\":2}",
                "{'a':1}",
                "{\"a\":1,}"
            })
    void whatIsNoJsonOfAPageIsRefused(String json) {
        assertThatThrownBy(() -> dialect.checkFallback("/category/*", json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: one object or array");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/push", "/products/cart", "/recommend/abc", "/subscriptions/manage", "/transact", "x"})
    void whatNoContentCanStandInForIsRefused(String path) {
        assertThatThrownBy(() -> dialect.checkFallback(path, "{}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/recommend/*, /search, ");
    }

    @ParameterizedTest
    @CsvSource({"/recommend/*, /recommend/a", "/search, /search", "/search/blank, /search/blank"})
    void ownContentPassesTheCheckOfTheOperators(String name, String path) throws RejectedException {
        Inquiry.OfVendor asked = (Inquiry.OfVendor)
                dialect.read(new Route("GET", path), Beacon.withoutBody("GET", path, "shop_id=a"), Head.EMPTY)
                        .inquiry(SECTION, Ids.NONE);
        String content = new String(asked.fallback(Inquiry.Absence.TIMEOUT).body(), StandardCharsets.UTF_8);

        assertThatCode(() -> dialect.checkFallback(name, content)).doesNotThrowAnyException();
    }
}
