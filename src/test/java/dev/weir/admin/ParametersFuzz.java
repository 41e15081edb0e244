package dev.weir.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any body to the private port: it is a flat object, or the refusal says what was expected. */
final class ParametersFuzz {

    static Stream<byte[]> samples() {
        return Stream.of(
                        "{\"section\":\"shop\",\"refill\":5,\"on\":true,\"letters\":[1,2,3]}",
                        "{}",
                        "{\"a\":{}}",
                        "{\"a\":[\"x\"]}",
                        "{\"a\":null}",
                        "{\"a\":1,\"a\":2}",
                        "[]",
                        "{\"a\":[",
                        "{} {}")
                .map(text -> text.getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("samples")
    @FuzzTest
    void bodyIsAFlatObjectOrIsRefused(byte[] body) {
        MultiMap query = MultiMap.caseInsensitiveMultiMap().add("of-query", "1");
        try {
            Map<String, String> parameters = Parameters.of(query, body);
            assertThat(parameters).containsKey("of-query").doesNotContainValue(null);
        } catch (AdminRefusal refused) {
            assertThat(refused).hasMessageStartingWith("body: ").hasMessageContaining("expected");
        }
    }
}
