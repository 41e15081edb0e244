package dev.weir.dialect.personaclick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Call;
import dev.weir.dialect.Claim.DeviceNeed;
import dev.weir.dialect.Head;
import dev.weir.dialect.Ids;
import dev.weir.dialect.Route;
import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.Envelope;
import dev.weir.event.EventType;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the golden pairs do not show: what goes out, what is answered to whom, and the bounds. */
class PersonaClickTest {

    private static final Beacon INIT = Beacon.withoutBody("GET", "/init", "");

    private static final Section SECTION = new Section(
            "demo",
            Map.of(),
            Section.Reading.LENIENT,
            Section.Answers.HELPFUL,
            Section.Limit.DEFAULT,
            Section.Identity.DEFAULT,
            List.of());

    private final PersonaClick dialect = new PersonaClick();

    @Test
    void assignedIdsGoOutLastInTheBody() {
        Beacon sent = push("{\"shop_id\":\"a\",\"event\":\"view\",\"items\":[{\"id\":1}]}");

        assertThat(body(outbound(sent, "D1", "S1", null, false)))
                .isEqualTo("{\"shop_id\":\"a\",\"event\":\"view\",\"items\":[{\"id\":1}],"
                        + "\"did\":\"D1\",\"seance\":\"S1\",\"sid\":\"S1\"}");
    }

    @Test
    void replacedDeviceIsNamedOnce() {
        Beacon sent = push("{\"did\":\"undefined\",\"shop_id\":\"a\",\"sid\":\"x\"}");

        assertThat(body(outbound(sent, "D1", "S1", "x", false)))
                .isEqualTo("{\"shop_id\":\"a\",\"sid\":\"x\",\"did\":\"D1\"}");
    }

    @Test
    void acceptedIdsLeaveTheBeaconAsItWas() {
        Beacon sent = push("{ \"did\":\"D1\", \"seance\":\"x\" }");

        assertThat(outbound(sent, "D1", "S1", "x", false)).isEqualTo(sent);
    }

    @Test
    void beaconOfNoDeviceGetsNone() {
        Beacon sent = push("{\"email\":\"jane@example.com\"}");

        assertThat(outbound(sent, null, null, null, false)).isEqualTo(sent);
    }

    @Test
    void idsOfABeaconWithoutABodyGoIntoTheQuery() {
        Beacon sent = Beacon.withoutBody("GET", "/init", "shop_id=a&did=&tz=3");

        assertThat(outbound(sent, "D1", "S1", null, false).query()).isEqualTo("shop_id=a&tz=3&did=D1&seance=S1&sid=S1");
    }

    @Test
    void idsOfAFormGoIntoTheForm() {
        Beacon sent = new Beacon(
                "POST", "/track/stories", "", BodyKind.FORM, "shop_id=a&code=%7e".getBytes(StandardCharsets.UTF_8));

        assertThat(body(outbound(sent, "D1", "S1", "x", false))).isEqualTo("shop_id=a&code=%7e&did=D1");
    }

    @Test
    void staleDeviceInTheQueryGoesWhenTheBodyGetsAnother() {
        Beacon sent = new Beacon(
                "POST", "/push", "did=old&v=3", BodyKind.JSON, "{\"sid\":\"x\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(outbound(sent, "D1", "S1", "x", false).query()).isEqualTo("v=3");
    }

    @ParameterizedTest
    @CsvSource({"true, '{\"shop_id\":\"a\",\"shop_secret\":\"s3\"}'", "false, '{\"shop_id\":\"a\"}'"})
    void secretGoesOutForWhoPresentedIt(boolean authenticated, String expected) {
        assertThat(body(outbound(push("{\"shop_id\":\"a\"}"), null, null, null, authenticated)))
                .isEqualTo(expected);
    }

    @Test
    void initEscapesTheIdsItHandsOut() throws RejectedException {
        Answer answer = read(INIT).accepted(SECTION, new Ids("a\"b", "c\\d\n"));

        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .startsWith("{\"did\":\"a\\\"b\",\"seance\":\"c\\\\d\\u000a\",");
    }

    /** The SDK for React Native takes either for a failure. */
    @ParameterizedTest
    @ValueSource(strings = {"\"message\"", "\"status\""})
    void initNeverAnswersWith(String name) throws RejectedException {
        Answer answer = read(INIT).accepted(SECTION, new Ids("D1", "S1"));

        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain(name);
    }

    @Test
    void refusalSaysTheSameInBothPlaces() {
        Answer answer = dialect.rejected(new RejectedException(Rejection.LIMITED, null, "too \"many\""));

        assertThat(answer.status()).isEqualTo(429);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8))
                .isEqualTo("{\"status\":\"error\",\"message\":\"too \\\"many\\\"\","
                        + "\"payload\":{\"message\":\"too \\\"many\\\"\"}}");
    }

    @Test
    void eventOfSomebodyNamedOtherwiseNeedsNoDevice() throws RejectedException {
        assertThat(read(push("{\"event\":\"purchase\",\"phone\":\"4400114527199\"}"))
                        .claim()
                        .need())
                .isEqualTo(DeviceNeed.OPTIONAL);
    }

    @ParameterizedTest
    @CsvSource({"1000,", "1001, TOO_COMPLEX"})
    void itemsAreBounded(int items, Rejection expected) {
        assertThat(refusal(push("{\"items\":[" + "1,".repeat(items - 1) + "1]}")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"256,", "257, TOO_COMPLEX"})
    void ownFieldsAreBounded(int fields, Rejection expected) {
        StringBuilder json = new StringBuilder("{\"event\":\"e\",\"shop_id\":\"a\"");
        for (int i = 0; i < fields; i++) {
            json.append(",\"n").append(i).append("\":1");
        }
        byte[] body = json.append('}').toString().getBytes(StandardCharsets.UTF_8);

        assertThat(refusal(new Beacon("POST", "/push/custom", "", BodyKind.JSON, body)))
                .isEqualTo(expected);
    }

    @Test
    void beaconOfAnotherVersionsPathSaysWhyItCannotBeDecoded() {
        RejectedException rejected = catchThrowableOfType(
                RejectedException.class, () -> dialect.decode(envelope(Beacon.withoutBody("GET", "/x", ""), null)));

        assertThat(rejected.rejection()).isEqualTo(Rejection.UNKNOWN_PATH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/products/cart", "/products/counters"})
    void questionIsNoEvent(String path) {
        RejectedException rejected = catchThrowableOfType(
                RejectedException.class, () -> dialect.decode(envelope(Beacon.withoutBody("GET", path, ""), null)));

        assertThat(rejected.rejection()).isEqualTo(Rejection.UNKNOWN_PATH);
    }

    /** Without one, any text would do for a proof. */
    @Test
    void sectionWithoutASecretEmptiesNobodysCartByEmail() throws RejectedException {
        Call call = read(Beacon.withoutBody(
                "DELETE", "/products/cart/clear", "shop_id=a&email=jane%40example.com&shop_secret=guessed"));
        Section section = section(new Section.Key("b", "s3"), new Section.Key("a", null));

        RejectedException rejected = catchThrowableOfType(RejectedException.class, () -> call.parts(section));

        assertThat(rejected.rejection()).isEqualTo(Rejection.MISSING_KEY);
    }

    /** A junk device id beside an e-mail address: without a proof, the address does not count. */
    @Test
    void cartOfADeviceIsEmptiedOnlyIfTheDeviceIsKnown() throws RejectedException {
        Call call = read(
                Beacon.withoutBody("GET", "/products/cart/clear", "shop_id=a&did=undefined&email=jane%40example.com"));

        assertThat(call.claim().need()).isEqualTo(DeviceNeed.REQUIRE);
    }

    private static Section section(Section.Key... keys) {
        return new Section(
                "demo",
                Map.of("personaclick", List.of(keys)),
                Section.Reading.LENIENT,
                Section.Answers.HELPFUL,
                Section.Limit.DEFAULT,
                Section.Identity.DEFAULT,
                List.of());
    }

    private Rejection refusal(Beacon beacon) {
        try {
            read(beacon);
            return null;
        } catch (RejectedException e) {
            return e.rejection();
        }
    }

    private Call read(Beacon beacon) throws RejectedException {
        return dialect.read(new Route(beacon.method(), beacon.path()), beacon, Head.EMPTY);
    }

    private Beacon outbound(Beacon beacon, String device, String session, String clients, boolean authenticated) {
        Envelope envelope = new Envelope(
                "personaclick",
                "demo",
                EventType.VIEW,
                device,
                session,
                clients,
                authenticated ? Envelope.Notes.AUTHENTICATED : Envelope.Notes.NONE,
                Envelope.Client.UNKNOWN,
                beacon);
        return dialect.outbound(envelope, 0, List.of(new Section.Key("b", "other"), new Section.Key("a", "s3")))
                .beacon();
    }

    private static Envelope envelope(Beacon beacon, String device) {
        return new Envelope(
                "personaclick",
                "demo",
                EventType.VIEW,
                device,
                null,
                null,
                Envelope.Notes.NONE,
                Envelope.Client.UNKNOWN,
                beacon);
    }

    private static Beacon push(String json) {
        return new Beacon("POST", "/push", "", BodyKind.JSON, json.getBytes(StandardCharsets.UTF_8));
    }

    private static String body(Beacon beacon) {
        return new String(beacon.body(), StandardCharsets.UTF_8);
    }
}
