package dev.weir.dialect.personaclick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.EventType;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GlimpseTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"event\":\"view\",\"items\":[]} | VIEW",
                "{ \"did\" : \"1\", \"event\" : \"category\" } | CATEGORY",
                "{\"event\":\"search\"} | SEARCH",
                "event=view&did=1 | VIEW",
                "did=1&event=search | SEARCH",
                "{\"event_id\":\"1\",\"event\":\"view\"} | VIEW",
            })
    void whatIsPlainlyWrittenIsTold(String body, EventType type) {
        assertThat(glimpse(body)).isEqualTo(type);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event\":\"purchase\"}",
                "{\"event\":\"viewed\"}",
                "{\"did\":\"event\",\"event\":\"view\"}",
                "{\"event\":\"cart\"}",
                "{\"event\":\"view\",\"event\":\"purchase\"}",
                "{\"custom\":{\"event\":\"view\"},\"event\":\"purchase\"}",
                "{\"event\":\"view",
                "{\"event\":",
                "{\"event\"",
                "{\"event\":view}",
                "{\"event\":[\"view\"]}",
                "{\"ev\\u0065nt\":\"view\"}",
                "event=viewing",
                "event=view&event=purchase",
                "myevent=view",
                "{}",
                "event",
                "",
            })
    void whatIsNotIsReadInFull(String body) {
        assertThat(glimpse(body)).isNull();
    }

    @Test
    void noPrefixOfABodyIsReadBeyondItsEnd() {
        String body = "{\"did\":\"a\",\"event\" : \"view\"}";
        for (int end = 0; end <= body.length(); end++) {
            glimpse(body.substring(0, end));
        }
        assertThat(glimpse(body)).isEqualTo(EventType.VIEW);
    }

    private static EventType glimpse(String body) {
        return Glimpse.of(body.getBytes(StandardCharsets.UTF_8));
    }
}
