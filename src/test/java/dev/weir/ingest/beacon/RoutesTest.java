package dev.weir.ingest.beacon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.dialect.Dialect;
import dev.weir.dialect.Route;
import dev.weir.relay.fake.FakeDialect;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RoutesTest {

    private final Routes routes = new Routes(List.of(serving(
            new Route("GET", "/recommend/*"),
            new Route("GET", "/recommend/best"),
            new Route("GET", "/products"),
            new Route("POST", "/products"))));

    @Test
    void exactRouteCountsBeforeAPattern() {
        assertThat(routes.path("/recommend/best").target("GET").route().path()).isEqualTo("/recommend/best");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/recommend/abc", "/recommend/a.b", "/recommend/...a", "/recommend/%D0%B0", "/recommend/*"})
    void anySegmentIsOfThePattern(String path) {
        assertThat(routes.path(path).target("GET").route().path()).isEqualTo("/recommend/*");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "recommend",
                "/recommend",
                "/recommend/",
                "/recommend/a/b",
                "/recommend/..",
                "/recommend/.",
                "/recommend/%2e%2E",
                "/recommend/a%2Fb",
                "/recommend/a%5cb",
                "/recommend/a\\b",
                "/recommend/%0d%0a",
                "/recommend/%",
                "/recommend/%4",
                "/recommend/%zz",
                "/recommend/a b",
                "/recommend/\u00e4",
                "/products/a",
                "/*",
                "//recommend/a"
            })
    void whatLeadsElsewhereIsOfNone(String path) {
        assertThat(routes.path(path)).isNull();
    }

    @Test
    void allowNamesEveryMethodOfThePath() {
        assertThat(routes.path("/products").allow()).isEqualTo("GET, POST");
    }

    @Test
    void twoDialectsCannotServeOneRoute() {
        Dialect one = serving(new Route("GET", "/a"));
        Dialect other = serving(new Route("GET", "/a"));

        assertThatThrownBy(() -> new Routes(List.of(one, other))).hasMessage("GET /a is served by both fake and fake");
    }

    private static Dialect serving(Route... served) {
        return new FakeDialect() {
            @Override
            public List<Route> routes() {
                return List.of(served);
            }
        };
    }
}
