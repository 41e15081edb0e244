package dev.weir.dialect.personaclick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Call;
import dev.weir.dialect.Credential;
import dev.weir.dialect.Head;
import dev.weir.dialect.Ids;
import dev.weir.dialect.Inquiry.Absence;
import dev.weir.dialect.Inquiry.OfVendor;
import dev.weir.dialect.Inquiry.Reception;
import dev.weir.dialect.Inquiry.VendorAnswer;
import dev.weir.dialect.Route;
import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the golden pairs do not show: what becomes of the vendor's answer, or of none. */
final class PassedOnCallTest {

    private static final String CONTENT = "{\"recommends\":[37]}";
    private static final byte[] BODY = "<p>".getBytes(StandardCharsets.UTF_8);

    private final PersonaClick dialect = new PersonaClick();

    @ParameterizedTest
    @ValueSource(ints = {200, 204, 302, 400, 404, 429})
    void vendorsAnswerIsGivenAsItIs(int status) throws RejectedException {
        VendorAnswer answer = new VendorAnswer(status, "text/html", "/elsewhere", BODY);

        Reception reception = asked("GET", "/recommend/a", Map.of()).receive(answer);

        assertThat(reception.absence()).isNull();
        assertThat(reception.answer())
                .isEqualTo(new Answer(status, Map.of("content-type", "text/html", "location", "/elsewhere"), BODY));
    }

    @Test
    void vendorsJsonHasTheUsualHeaders() throws RejectedException {
        VendorAnswer answer = new VendorAnswer(200, "application/json", null, BODY);

        assertThat(asked("GET", "/profile", Map.of()).receive(answer).answer().headers())
                .isSameAs(Answer.JSON);
    }

    @Test
    void answerWithoutATypeHasNoHeaders() throws RejectedException {
        VendorAnswer answer = new VendorAnswer(204, null, null, new byte[0]);

        assertThat(asked("POST", "/transact", Map.of()).receive(answer).answer().headers())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/recommend/a", "/search", "/search/blank"})
    void vendorsFailureIsReplacedWhereThereIsContent(String path) throws RejectedException {
        OfVendor asked = asked("GET", path, Map.of());

        Reception reception = asked.receive(new VendorAnswer(503, "text/html", null, BODY));

        assertThat(reception).isEqualTo(new Reception(asked.fallback(Absence.TIMEOUT), Absence.STATUS));
    }

    @Test
    void vendorsFailureIsGivenAsItIsWhereThereIsNone() throws RejectedException {
        Reception reception =
                asked("GET", "/profile", Map.of()).receive(new VendorAnswer(503, "text/html", null, BODY));

        assertThat(reception.absence()).isNull();
        assertThat(reception.answer().status()).isEqualTo(503);
    }

    @ParameterizedTest
    @EnumSource
    void configuredContentIsGivenWhateverTheReason(Absence why) throws RejectedException {
        Answer answer =
                asked("GET", "/recommend/a", Map.of("/recommend/*", CONTENT)).fallback(why);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).isEqualTo(CONTENT);
    }

    /** It would say that a call was filed that nobody has heard of. */
    @Test
    void configuredContentDoesNotStandInForAChange() throws RejectedException {
        Map<String, String> fallbacks = Map.of("/crm/client_calls", "[]");

        assertThat(asked("GET", "/crm/client_calls", fallbacks)
                        .fallback(Absence.TIMEOUT)
                        .status())
                .isEqualTo(200);
        assertThat(refusal(asked("POST", "/crm/client_calls", fallbacks), Absence.TIMEOUT))
                .isEqualTo(Rejection.UPSTREAM_TIMEOUT);
    }

    @ParameterizedTest
    @CsvSource({
        "NO_UPSTREAM, NO_UPSTREAM",
        "TIMEOUT, UPSTREAM_TIMEOUT",
        "UNREACHABLE, UPSTREAM_FAILED",
        "BROKEN_OFF, UPSTREAM_FAILED",
        "TOO_LARGE, UPSTREAM_FAILED",
        "BUSY, UPSTREAM_FAILED"
    })
    void withoutContentTheReasonIsTheAnswer(Absence why, Rejection expected) throws RejectedException {
        assertThat(refusal(asked("GET", "/profile", Map.of()), why)).isEqualTo(expected);
    }

    @Test
    void requestGoesOnAsItCame() throws RejectedException {
        byte[] body = "{\"shop_id\" :\"a\",\"shop_secret\":\"s3\"}".getBytes(StandardCharsets.UTF_8);
        Beacon sent = new Beacon("POST", "/sync/orders", "did=%7e", BodyKind.JSON, body);

        OfVendor asked = asked(sent, new Head("Bearer x", "application/json; charset=utf-8", "http://x"), Map.of());

        assertThat(asked.request().beacon()).isSameAs(sent);
        assertThat(asked.request().contentType()).isEqualTo("application/json; charset=utf-8");
        assertThat(asked.request().authorization()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/form-data; boundary=b",
                "Multipart/Form-Data;BOUNDARY=\"b\"",
                "multipart/form-data; boundary=b; charset=utf-8"
            })
    void shopIsFoundBesideAFile(String contentType) throws RejectedException {
        String form =
                "--b\r\nContent-Disposition: form-data; name=\"data\"; filename=\"a\"\r\n\r\n\u00FF\u0000\r\n--bc\r\n"
                        + "--b\r\nContent-Disposition: form-data; name=\"shop_id\"\r\n\r\na&b=\u00C3\u00A9\r\n--b--\r\n";
        byte[] body = form.getBytes(StandardCharsets.ISO_8859_1);
        Beacon sent = new Beacon("POST", "/chat_reports", "", BodyKind.JSON, body);

        Call call = dialect.read(
                new Route("POST", "/chat_reports"), sent, new Head(null, contentType, "http://t.shop.example"));

        assertThat(call.credential()).isEqualTo(new Credential.PublicKey("a&b=\u00E9", null));
    }

    private OfVendor asked(String method, String path, Map<String, String> fallbacks) throws RejectedException {
        return asked(Beacon.withoutBody(method, path, "shop_id=a"), Head.EMPTY, fallbacks);
    }

    private OfVendor asked(Beacon beacon, Head head, Map<String, String> fallbacks) throws RejectedException {
        return (OfVendor) dialect.read(new Route(beacon.method(), beacon.path()), beacon, head)
                .inquiry(section(fallbacks), Ids.NONE);
    }

    private static Rejection refusal(OfVendor asked, Absence why) {
        return catchThrowableOfType(RejectedException.class, () -> asked.fallback(why))
                .rejection();
    }

    private static Section section(Map<String, String> fallbacks) {
        return new Section(
                "demo",
                Map.of(),
                Section.Reading.LENIENT,
                Section.Answers.HELPFUL,
                Section.Limit.DEFAULT,
                Section.Identity.DEFAULT,
                List.of(),
                Map.of(),
                Map.of("personaclick", fallbacks));
    }
}
