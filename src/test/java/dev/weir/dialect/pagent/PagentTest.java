package dev.weir.dialect.pagent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Call;
import dev.weir.dialect.Claim;
import dev.weir.dialect.Head;
import dev.weir.dialect.Ids;
import dev.weir.dialect.Outbound;
import dev.weir.dialect.Part;
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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the golden pairs do not show: each event's own request, what goes out, the bounds, and what is never told. */
final class PagentTest {

    private static final long ACCEPTED = 1_800_000_000_000L;
    private static final String V1 = "/v1/conversions";
    private static final String V2 = "/v2/conversions";
    private static final String BULK = "/v2/conversions/bulk";
    private static final String KEY = "k3y-of-the-shop";
    private static final String IDS = "\"session_id\":\"s\",\"user_id\":\"u\",\"conversion_id\":\"c\"";

    private static final Section SECTION = new Section(
            "demo",
            Map.of(),
            Section.Reading.LENIENT,
            Section.Answers.HELPFUL,
            Section.Limit.DEFAULT,
            Section.Identity.DEFAULT,
            List.of());

    private final Pagent dialect = new Pagent();

    @Test
    void eachEventOfABatchIsARequestOfItsOwnInTheBytesThatCame() throws RejectedException {
        String first = "{ " + IDS + ", \"label\" : \"\\u0061 ]}\" }";
        String second = "{" + IDS + ",\"revenue\":7}";

        assertThat(bodies(V1, "{\"x\":1, \"events\" : [ " + first + " , " + second + " ] , \"y\":{}}"))
                .containsExactly("{\"events\":[" + first + "]}", "{\"events\":[" + second + "]}");
    }

    @Test
    void eventBehindCharactersOfSeveralBytesIsCutOutWhereItStands() throws RejectedException {
        String second = "{" + IDS + ",\"label\":\"Größe €\"}";

        assertThat(bodies(V1, "{\"ü\":\"€\",\"events\":[{" + IDS + ",\"label\":\"Ü\uD83D\uDE00\"}," + second + "]}"))
                .last()
                .isEqualTo("{\"events\":[" + second + "]}");
    }

    @Test
    void singleEventKeepsItsBody() throws RejectedException {
        String body = " {\"session_data\":{" + IDS + "}, \"x\":1 } ";

        assertThat(bodies(V2, body)).containsExactly(body);
    }

    @ParameterizedTest
    @ValueSource(strings = {V1, V2, BULK})
    void requestOfAnEventGoesWhereItCameFrom(String path) throws RejectedException {
        Beacon beacon = meant(path, one(path)).beacon();

        assertThat(beacon.method() + " " + beacon.path()).isEqualTo("POST " + path);
    }

    @Test
    void queryIsNotKept() throws RejectedException {
        Beacon sent = new Beacon("POST", V2, "api_key=" + KEY, BodyKind.JSON, bytes(one(V2)));
        Call call = dialect.read(new Route("POST", V2), sent, head("Bearer " + KEY));

        assertThat(((Part.Meant) call.parts(SECTION).get(0)).beacon().query()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({V1 + ", 1", V1 + ", 100", BULK + ", 1", BULK + ", 100"})
    void batchOfOneToAHundredIsAccepted(String path, int events) throws RejectedException {
        Call call = read(path, batch(path, events));

        assertThat(call.parts(SECTION)).hasSize(events).allMatch(Part.Meant.class::isInstance);
        assertThat(text(call.accepted(SECTION, Ids.NONE))).isEqualTo("{\"accepted\":" + events + "}");
    }

    @ParameterizedTest
    @CsvSource({
        V1 + ", 0, events: empty",
        V1 + ", 101, events: 101 events",
        BULK + ", 0, events: empty",
        BULK + ", 1000, events: 1000 events"
    })
    void batchBeyondTheBoundsIsRefusedByName(String path, int events, String found) {
        assertThatThrownBy(() -> read(path, batch(path, events)).parts(SECTION))
                .hasMessage(found + " (expected: an array of 1 to 100 events)");
    }

    @Test
    void eventsAroundAFaultyOneHaveTheirVerdicts() throws RejectedException {
        List<Part> parts = read(
                        V1,
                        "{\"events\":[{" + IDS + "},{" + IDS + ",\"revenue\":{\"a\":[1]},\"label\":[]},"
                                + "[[{}]],{\"session_id\":{\"x\":1}},{" + IDS + "}]}")
                .parts(SECTION);

        assertThat(parts.stream().map(PagentTest::verdict))
                .containsExactly("meant", "events[1].revenue", "events[2]", "events[3].session_id", "meant");
    }

    @ParameterizedTest
    @CsvSource({"256, meant", "257, events[0].properties"})
    void propertiesAreBounded(int count, String expected) throws RejectedException {
        String properties =
                IntStream.range(0, count).mapToObj(i -> "\"n" + i + "\":1").collect(Collectors.joining(","));

        assertThat(verdict(read(V1, "{\"events\":[{" + IDS + ",\"properties\":{" + properties + "}}]}")
                        .parts(SECTION)
                        .get(0)))
                .isEqualTo(expected);
    }

    @Test
    void visitorIsTheEventsAndTheCallHasNone() throws RejectedException {
        Call call = read(V1, one(V1));

        assertThat(call.claim()).isSameAs(Claim.NOBODY);
        assertThat(((Part.Meant) call.parts(SECTION).get(0)).claim())
                .isEqualTo(new Claim("u", "s", Claim.DeviceNeed.OPTIONAL, Claim.IdForm.VENDORS));
    }

    @Test
    void eventGoesOutAsItIsWithTheFirstKey() throws RejectedException {
        Beacon timed = meant(BULK, one(BULK).replace("}]}", ",\"time\":5}]}")).beacon();

        Outbound outbound = dialect.outbound(
                envelope(timed), ACCEPTED, List.of(new Section.Key("a", KEY), new Section.Key("b", "other")));

        assertThat(outbound.beacon()).isSameAs(timed);
        assertThat(outbound.contentType()).isEqualTo("application/json");
        assertThat(outbound.authorization()).isEqualTo("Bearer " + KEY);
    }

    @ParameterizedTest
    @ValueSource(strings = {V1, V2, BULK})
    void eventWithoutATimeGoesOutWithThatOfItsAcceptance(String path) throws RejectedException {
        Outbound outbound = dialect.outbound(
                envelope(meant(path, one(path)).beacon()), ACCEPTED, List.of(new Section.Key("a", KEY)));

        assertThat(dialect.decode(envelope(outbound.beacon())).context().timeMillis())
                .isEqualTo(ACCEPTED);
    }

    @Test
    void timeThatIsNullIsReplaced() throws RejectedException {
        String body = one(V2).replaceFirst("\\{", "{\"time\":null,");
        Outbound outbound =
                dialect.outbound(envelope(meant(V2, body).beacon()), ACCEPTED, List.of(new Section.Key("a", KEY)));

        assertThat(new String(outbound.beacon().body(), StandardCharsets.UTF_8))
                .endsWith(",\"time\":1800000000000}")
                .doesNotContain("null");
    }

    @Test
    void eventGoesOutWithoutAKeyWhereTheSectionHasNone() throws RejectedException {
        Outbound outbound =
                dialect.outbound(envelope(meant(V2, one(V2)).beacon()), ACCEPTED, List.of(new Section.Key("a", null)));

        assertThat(outbound.authorization()).isNull();
    }

    @Test
    void unknownKeyAndWrongKeyAreToldInTheSameWords() throws RejectedException {
        Call call = read(V1, one(V1));

        assertThat(text(dialect.rejected(call.unknownSection())))
                .isEqualTo(text(dialect.rejected(call.wrongSecret())))
                .contains("missing, invalid, or expired");
        assertThat(dialect.rejected(call.wrongSecret()).status()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer " + KEY + " ",
                "Bearer " + KEY + "\n",
                "Bearer \r\n" + KEY,
                "Bearer\t" + KEY,
                "Basic " + KEY,
                KEY,
                "Bearer, " + KEY
            })
    void keyIsNeverRepeated(String authorization) {
        RejectedException rejected = catchThrowableOfType(
                RejectedException.class, () -> read(V1, one(V1), authorization).credential());

        assertThat(rejected.rejection()).isEqualTo(Rejection.MISSING_KEY);
        assertThat(rejected).hasMessageNotContaining(KEY);
    }

    @ParameterizedTest
    @CsvSource({"256, true", "257, false"})
    void keyIsBounded(int length, boolean expected) {
        boolean accepted;
        try {
            read(V1, one(V1), "Bearer " + "k".repeat(length)).credential();
            accepted = true;
        } catch (RejectedException e) {
            accepted = false;
        }

        assertThat(accepted).isEqualTo(expected);
    }

    @Test
    void bodyIsNotReadForAStranger() throws RejectedException {
        assertThatThrownBy(() -> read(V1, "{", null).credential()).hasMessageStartingWith("Authorization: missing");
    }

    @ParameterizedTest
    @EnumSource(Rejection.class)
    void everyErrorIsJsonWithAnError(Rejection rejection) {
        Answer answer = dialect.rejected(new RejectedException(rejection, "a", "b \"c\""));

        assertThat(answer.headers()).isSameAs(Answer.JSON);
        assertThat(text(answer)).isEqualTo("{\"error\":\"a: b \\\"c\\\"\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "MALFORMED_JSON, 400",
        "MISSING_PARAMETER, 400",
        "TOO_MANY_EVENTS, 400",
        "FOREIGN_DEVICE, 400",
        "MALFORMED_DEVICE, 400",
        "MISSING_KEY, 401",
        "WRONG_KEY, 401",
        "WRONG_METHOD, 405",
        "SLOW_BODY, 408",
        "BODY_TOO_LARGE, 413",
        "UNSUPPORTED_ENCODING, 415",
        "LIMITED, 429",
        "HEADERS_TOO_LARGE, 431",
        "INTERNAL, 500",
        "JOURNAL_DISK_FULL, 500",
        "BACKLOG, 500",
        "DRAINING, 500"
    })
    void statusIsOneThatTheDocumentKnowsOrHttps(Rejection rejection, int status) {
        assertThat(dialect.rejected(new RejectedException(rejection, null, "x")).status())
                .isEqualTo(status);
    }

    @Test
    void beaconOfAnotherVersionsPathSaysWhyItCannotBeDecoded() {
        Beacon beacon = new Beacon("POST", "/v3/conversions", "", BodyKind.JSON, bytes(one(V2)));

        assertThatThrownBy(() -> dialect.decode(envelope(beacon))).hasMessage("no path of this dialect");
    }

    @Test
    void beaconOfAnotherVersionsMeaningSaysWhyItCannotBeDecoded() {
        Beacon beacon = new Beacon("POST", V1, "", BodyKind.JSON, bytes("{\"events\":[{}]}"));

        assertThatThrownBy(() -> dialect.decode(envelope(beacon))).hasMessageStartingWith("events[0].session_id: ");
    }

    private List<String> bodies(String path, String body) throws RejectedException {
        return read(path, body).parts(SECTION).stream()
                .map(part -> new String(((Part.Meant) part).beacon().body(), StandardCharsets.UTF_8))
                .toList();
    }

    private Part.Meant meant(String path, String body) throws RejectedException {
        return (Part.Meant) read(path, body).parts(SECTION).get(0);
    }

    private Call read(String path, String body) throws RejectedException {
        return read(path, body, "Bearer " + KEY);
    }

    private Call read(String path, String body, String authorization) throws RejectedException {
        Beacon beacon = new Beacon("POST", path, "", BodyKind.JSON, bytes(body));
        return dialect.read(new Route("POST", path), beacon, head(authorization));
    }

    private static Head head(String authorization) {
        return new Head(authorization, "application/json", "http://t.shop.example");
    }

    private static String verdict(Part part) {
        return part instanceof Part.Faulty faulty ? faulty.why().parameter() : "meant";
    }

    private static String one(String path) {
        return path.equals(V2) ? event(V2) : batch(path, 1);
    }

    private static String batch(String path, int events) {
        return IntStream.range(0, events)
                .mapToObj(i -> event(path))
                .collect(Collectors.joining(",", "{\"events\":[", "]}"));
    }

    private static String event(String path) {
        return path.equals(V1) ? "{" + IDS + "}" : "{\"session_data\":{" + IDS + "}}";
    }

    private static Envelope envelope(Beacon beacon) {
        return new Envelope(
                "pagent",
                "demo",
                EventType.CONVERSION,
                "u",
                "ours",
                "s",
                Envelope.Notes.AUTHENTICATED,
                Envelope.Client.UNKNOWN,
                beacon);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Answer answer) {
        return new String(answer.body(), StandardCharsets.UTF_8);
    }
}
