package dev.weir.dialect.personaclick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Beacon;
import dev.weir.event.RejectedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The API reference, Categories caching. */
final class CacheKeyTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "categories", "locations", "brands", "merchants", "filters_search_by", "category_limit", "available",
                "price_min", "price_max", "sort_by", "sort_dir", "limit", "page", "offset"
            })
    void listedParameterTellsAnswersApart(String name) throws RejectedException {
        assertThat(key(name + "=1&shop_id=a")).isNotEqualTo(key(name + "=2&shop_id=a"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"did", "sid", "seance", "stream", "segment"})
    void whoAsksMakesNoDifference(String name) throws RejectedException {
        assertThat(key("shop_id=a&" + name + "=1")).isEqualTo("/products?shop_id=a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"filters", "extended", "shop_secret", "collapse", "brands%5B%5D", "Shop_id", ""})
    void anyOtherParameterKeepsTheAnswerOutOfTheCache(String name) throws RejectedException {
        assertThat(key("shop_id=a&" + name + "=")).isNull();
    }

    /** A value that reads like another parameter must not be taken for one. */
    @ParameterizedTest
    @ValueSource(strings = {"brands=x%26page%3D2", "brands=x%26page=2"})
    void valuesAreEscaped(String query) throws RejectedException {
        assertThat(key(query)).isNotEqualTo(key("brands=x&page=2"));
    }

    private static String key(String query) throws RejectedException {
        return CacheKey.of(Beacon.withoutBody("GET", "/products", query));
    }
}
