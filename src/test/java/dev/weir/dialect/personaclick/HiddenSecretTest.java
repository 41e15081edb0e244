package dev.weir.dialect.personaclick;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.dialect.Head;
import dev.weir.dialect.Route;
import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.RejectedException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HiddenSecretTest {

    private static final Route CUSTOM = new Route("POST", "/push/custom");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"shop_id\":\"a\",\"payload\":\"{\\\"shop_secret\\\":\\\"s3\\\"}\"}",
                "{\"shop_id\":\"a\",\"kids\":[\"{\\\"shop_secret\\\": 1}\"]}",
                "{\"shop_id\":\"a\",\"kids\":\"\\\"{\\\\\\\"shop_secret\\\\\\\": 1}\\\"\"}"
            })
    void aSecretInsideAJsonTextIsRefused(String body) {
        assertThatThrownBy(() -> read("", BodyKind.JSON, body))
                .isInstanceOf(RejectedException.class)
                .hasMessage("shop_secret: inside a text (expected: a parameter of its own)");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "payload=%7B%22shop_secret%22%3A1%7D",
                "payload=%7B%22shop%5Fsecret%22%3A1%7D",
                "payload=%7B%22shop%5fsecret%22%3A1%7D",
                "payload={\"shop_secret\":1}",
                "payload=%22%7B%5C%22shop_secret%5C%22%3A1%7D%22",
                "payload=%22%7B%5c%22shop_secret%5c%22%3A1%7D%22",
                "payload=\"{\\\"shop_secret\\\":1}\""
            })
    void aSecretInsideATextOfAFormOrQueryIsRefused(String form) {
        assertThatThrownBy(() -> read("", BodyKind.FORM, "shop_id=a&" + form)).isInstanceOf(RejectedException.class);
        assertThatThrownBy(() -> read(form, BodyKind.JSON, "{\"shop_id\":\"a\"}"))
                .isInstanceOf(RejectedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"shop_secret=s3", "label=shop_secret", "label=%22secret%22", "shop%5Fsecret=s3"})
    void whatIsNoSecretInsideATextOfAQueryIsRead(String query) {
        assertThatCode(() -> read(query, BodyKind.JSON, "{\"shop_id\":\"a\"}")).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"shop_id\":\"a\",\"shop_secret\":\"s3\",\"source\":\"{\\\"from\\\":\\\"chain\\\"}\"}",
                "{\"shop_id\":\"a\",\"label\":\"what is shop_secret\"}",
                "{\"shop_id\":\"a\",\"label\":\"\\\"\"}"
            })
    void whatIsNoSecretInsideATextIsRead(String body) {
        assertThatCode(() -> read("", BodyKind.JSON, body)).doesNotThrowAnyException();
    }

    private static void read(String query, BodyKind kind, String body) throws RejectedException {
        new PersonaClick()
                .read(
                        CUSTOM,
                        new Beacon("POST", "/push/custom", query, kind, body.getBytes(StandardCharsets.UTF_8)),
                        Head.EMPTY);
    }
}
