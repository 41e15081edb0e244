package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FreshnessTest {

    @Test
    void anAnswerThatSaysNothingIsKeptForTheDocumentedMinute() {
        assertThat(Freshness.seconds(200, headers())).isEqualTo(60);
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 204, 206, 301, 404, 500})
    void nothingButA200IsKept(int status) {
        assertThat(Freshness.seconds(status, headers())).isZero();
    }

    @Test
    void anAnswerWithACookieIsNotKept() {
        assertThat(Freshness.seconds(200, headers("set-cookie", "a=b"))).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "private|0",
                "no-store|0",
                "No-Cache|0",
                "public, PRIVATE|0",
                "private=\"x-a\"|0",
                "max-age=0|0",
                "max-age=5|5",
                "max-age=5, s-maxage=7|7",
                "s-maxage=\"7\"|7",
                "max-age=3600|60",
                "max-age=-1|0",
                "max-age=soon|0",
                "max-age=99999999999999999999|0",
                "public|60",
                "|60"
            })
    void cacheControlIsHeeded(String value, int seconds) {
        assertThat(Freshness.seconds(200, headers("cache-control", value == null ? "" : value)))
                .isEqualTo(seconds);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"*|0", "User-Agent|0", "accept, x-forwarded-for|0", "Authorization|0", "Accept-Encoding, Origin|60"
            })
    void whatVariesWithTheVisitorIsNotKept(String value, int seconds) {
        assertThat(Freshness.seconds(200, headers("vary", value))).isEqualTo(seconds);
    }

    @Test
    void everyLineOfAHeaderIsRead() {
        MultiMap headers = headers("cache-control", "max-age=60").add("cache-control", "private");

        assertThat(Freshness.seconds(200, headers)).isZero();
    }

    private static MultiMap headers(String... namesAndValues) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            headers.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return headers;
    }
}
