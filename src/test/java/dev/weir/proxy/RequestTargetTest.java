package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.event.RejectedException;
import java.net.URI;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTargetTest {

    @Test
    void pathAndQueryStandBehindThePrefix() throws Exception {
        assertThat(RequestTarget.of("/base", "/recommend/a", "x=1&y[]=2")).isEqualTo("/base/recommend/a?x=1&y[]=2");
    }

    @ParameterizedTest
    @CsvSource({
        "/category/%D0%BA, /category/%D0%BA",
        "/category/к, /category/%D0%BA",
        "/category/\uD83D\uDED2, /category/%F0%9F%9B%92",
        "/category/a b?c#d, /category/a%20b%3Fc%23d",
        "/category/a%2Fb, /category/a%2Fb",
        "/category/a+b;c=d@e:f, /category/a+b;c=d@e:f",
        "/category/...,/category/...",
        "/@evil.example,/@evil.example"
    })
    void whatIsNoPlainCharacterIsEscaped(String path, String target) throws Exception {
        assertThat(RequestTarget.of("", path, "")).isEqualTo(target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "recommend",
                "//evil.example/a",
                "/a//b",
                "/a/",
                "/",
                "http://evil.example/a",
                "@evil.example/a",
                "/a/../admin",
                "/a/./b",
                "/..",
                "/a/%2e%2E/admin",
                "/a/..%2fadmin",
                "/a%2F%2Fb",
                "%2Fa",
                "/a\\..\\admin",
                "/a%5c..%5cadmin",
                "/a\r\nhost: evil.example",
                "/a%0d%0ahost: evil.example",
                "/a%00",
                "/a\u0085b",
                "/a%",
                "/a%zz",
                "/a\uD83D",
                "/\uDED2a"
            })
    void aPathThatCouldLeadElsewhereIsRejected(String path) {
        assertThatThrownBy(() -> RequestTarget.of("", path, "")).isInstanceOf(RejectedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a\r\nhost: evil.example", "a\tb", "a#b", "é", "a\u007F"})
    void aQueryThatIsNoneIsRejected(String query) {
        assertThatThrownBy(() -> RequestTarget.of("", "/a", query)).isInstanceOf(RejectedException.class);
    }

    /** Whatever a visitor writes, it stays below the operator's path, in one line, on the operator's host. */
    @Property
    void whatIsNotRejectedStaysWhereItBelongs(@ForAll String path, @ForAll String query) {
        String target;
        try {
            target = RequestTarget.of("/base", "/" + path, query);
        } catch (RejectedException rejected) {
            return;
        }
        String targetPath = target.substring(0, target.length() - (query.isEmpty() ? 0 : query.length() + 1));
        URI uri = URI.create("http://vendor.example" + targetPath);
        assertThat(uri.getRawAuthority()).isEqualTo("vendor.example");
        assertThat(uri.normalize().getRawPath()).isEqualTo(targetPath).startsWith("/base/");
        assertThat(target.chars()).allMatch(c -> c > ' ' && c < 0x7F);
    }
}
