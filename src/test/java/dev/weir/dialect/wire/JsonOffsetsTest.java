package dev.weir.dialect.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.RejectedException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonOffsetsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "true",
                "0",
                "-12.5e3",
                "\"\"",
                "\"Größe \\\"42\\\" \ud83d\udc5f\"",
                "[]",
                "[ 1 , \"]\" ]",
                "{}",
                "{ \"a\" : { \"b\" : \"}\" } }",
            })
    void valueStandsBetweenItsOffsets(String value) throws RejectedException {
        for (String behind : new String[] {"}", " }", ",\"z\":1}", "\n,\"z\":1}"}) {
            byte[] json = ("{\"ä\" :  " + value + behind).getBytes(StandardCharsets.UTF_8);
            try (JsonReader reader = JsonReader.open(json, Set.of())) {
                reader.nextName();
                int start = reader.startOffset();
                reader.skip();
                int end = reader.endOffset();

                assertThat(new String(json, start, end - start, StandardCharsets.UTF_8))
                        .isEqualTo(value);
            }
        }
    }

    @Test
    void jsonBeyondTheBoundOfATextIsNotShort() throws RejectedException {
        byte[] json = ("{\"a\":[" + "1,".repeat(5_000) + "1],\"b\":[2]}").getBytes(StandardCharsets.US_ASCII);
        try (JsonReader reader = JsonReader.open(json, Set.of())) {
            reader.nextName();
            assertThat(reader.shortJson()).isNull();
            reader.nextName();
            assertThat(reader.shortJson()).isEqualTo("[2]");
        }
    }
}
