package dev.weir.relay.sink;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.Context;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.EventType;
import dev.weir.event.Item;
import dev.weir.event.ItemList;
import dev.weir.event.MessageStage;
import dev.weir.relay.fake.Events;
import dev.weir.relay.fake.FakeDialect;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class EventJsonTest {

    @Example
    void aLineHoldsEverythingThatIsKnown() throws IOException {
        assertThat(line(Events.view("d1", "p1")))
                .isEqualTo("{\"seq\":1,\"time\":\"1970-01-01T00:00:00.007Z\",\"dialect\":\"fake\",\"section\":\"shop\","
                        + "\"type\":\"view\",\"did\":\"d1\",\"sid\":\"sid-1\",\"event\":{\"item\":{\"id\":\"p1\"}},"
                        + "\"client\":{\"address\":\"192.0.2.7\",\"user_agent\":\"Browser/1.0\"},"
                        + "\"raw\":{\"method\":\"POST\",\"path\":\"/push\",\"query\":\"a=1\","
                        + "\"body_kind\":\"json\",\"body\":\"p1\"}}\n");
    }

    @Property
    void aMomentIsWrittenAsTheStandardHasIt(
            @ForAll @LongRange(min = -300_000_000_000_000L, max = 300_000_000_000_000L) long millis) {
        DateTimeFormatter standard =
                new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

        assertThat(EventJson.time(millis)).isEqualTo(standard.format(Instant.ofEpochMilli(millis)));
        assertThat(EventJson.time(millis + 1)).isEqualTo(standard.format(Instant.ofEpochMilli(millis + 1)));
    }

    @Example
    void bytesThatAreNoTextAreKeptAsTheyAre() throws IOException {
        assertThat(line(envelope(new byte[] {'a', (byte) 0xC3}))).contains("\"body_base64\":\"YcM=\"");
        assertThat(line(envelope("\uFFFD".getBytes(StandardCharsets.UTF_8)))).contains("\"body\":\"\uFFFD\"");
    }

    @Example
    void anUndecodableEventIsWrittenWithTheReasonAndItsRawText() throws IOException {
        assertThat(line(Events.view("d1", FakeDialect.UNDECODABLE)))
                .contains("\"undecodable\":\"malformed-json: no JSON (expected: an object)\"")
                .contains("\"body\":\"undecodable\"")
                .doesNotContain("\"event\"");
    }

    @Property
    void noTextBreaksALineOrItsJson(@ForAll String text) throws IOException {
        String line = line(Events.view(text, text));

        assertThat(line.lines().toList()).hasSize(1);
        parse(line);
    }

    @Example
    void lineBreaksOfUnicodeAreEscaped() throws IOException {
        assertThat(line(Events.view("d\u0085\u2028\u2029\n", "p"))).contains("\"did\":\"d\\u0085\\u2028\\u2029\\n\"");
    }

    @Example
    void halfASurrogatePairIsReplaced() throws IOException {
        assertThat(line(Events.view("a\ud800b", "p"))).contains("\"did\":\"a\ufffdb\"");
    }

    @Example
    void aBodyThatIsNoTextIsKeptAsBase64() throws IOException {
        assertThat(line(envelope(new byte[] {(byte) 0xff, 0})))
                .contains("\"body_base64\":\"/wA=\"")
                .doesNotContain("\"body\":");
    }

    @Example
    void theClientsSessionIsToldWhereItDiffers() throws IOException {
        assertThat(line(envelope(new byte[0]))).contains("\"sid\":\"ours\",\"client_sid\":\"theirs\"");
    }

    @Example
    void decimalsArePlainNumbers() throws IOException {
        assertThat(eventJson(purchase(new BigDecimal("1.2E+3")))).contains("\"total\":1200,");
    }

    @Example
    void decimalsOfAbsurdSizeStayShort() throws IOException {
        String json = eventJson(purchase(new BigDecimal("1E+999999")));

        assertThat(json).contains("\"total\":1E+999999,");
        parse(json);
    }

    @Example
    void aPurchaseTellsItsFields() throws IOException {
        assertThat(eventJson(purchase(new BigDecimal("19.90"))))
                .isEqualTo("{\"event\":{\"order_id\":\"N1\",\"total\":19.90,"
                        + "\"items\":[{\"id\":\"1\",\"quantity\":2,\"price\":9.95,\"line_id\":\"L\"}],"
                        + "\"details\":{\"promo_code\":\"X\"}}}");
    }

    @Example
    void anEmptyFullSyncTellsThatTheListIsEmpty() throws IOException {
        assertThat(eventJson(new Event.FullSync(Context.EMPTY, ItemList.CART, List.of())))
                .isEqualTo("{\"event\":{\"list\":\"cart\",\"items\":[]}}");
    }

    @Example
    void aContextTellsItsFields() throws IOException {
        Context context = new Context(
                null,
                "web",
                "A",
                "https://r",
                new Context.Source("bulk", "c"),
                "dynamic",
                "UUID",
                Map.of("email", "a@b"));

        assertThat(eventJson(new Event.Category(context, "7")))
                .isEqualTo("{\"event\":{\"category_id\":\"7\",\"context\":{\"stream\":\"web\",\"segment\":\"A\","
                        + "\"referrer\":\"https://r\",\"source\":{\"from\":\"bulk\",\"code\":\"c\"},"
                        + "\"recommended_by\":\"dynamic\",\"recommended_code\":\"UUID\","
                        + "\"identifiers\":{\"email\":\"a@b\"}}}}");
    }

    @Example
    void everyTypeOfEventIsWritten() throws IOException {
        Context none = Context.EMPTY;
        assertThat(eventJson(new Event.SessionStart(none))).isEqualTo("{\"event\":{}}");
        assertThat(eventJson(new Event.Search(none, "q", "1,2")))
                .isEqualTo("{\"event\":{\"query\":\"q\",\"results\":\"1,2\"}}");
        assertThat(eventJson(new Event.Delta(none, ItemList.WISH, true, List.of(Item.of("1")))))
                .isEqualTo("{\"event\":{\"list\":\"wish\",\"items\":[{\"id\":\"1\"}]}}");
        assertThat(eventJson(new Event.Custom(none.at(5L), "n", "c", "l", BigDecimal.ONE, Map.of("k", "v"))))
                .isEqualTo(
                        "{\"event\":{\"name\":\"n\",\"category\":\"c\",\"label\":\"l\",\"value\":1,\"properties\":{\"k\":\"v\"},"
                                + "\"time_ms\":5}}");
        assertThat(eventJson(new Event.Promotion(none, true, Map.of("k", "v"))))
                .isEqualTo("{\"event\":{\"clicked\":true,\"details\":{\"k\":\"v\"}}}");
        assertThat(eventJson(new Event.Message(none, MessageStage.OPENED, "c", "bulk")))
                .isEqualTo("{\"event\":{\"stage\":\"opened\",\"code\":\"c\",\"message_type\":\"bulk\"}}");
        assertThat(eventJson(new Event.Story(none, "view", "1", "2", "c")))
                .isEqualTo("{\"event\":{\"action\":\"view\",\"story_id\":\"1\",\"slide_id\":\"2\",\"code\":\"c\"}}");
        assertThat(eventJson(new Event.Popup(none, "9"))).isEqualTo("{\"event\":{\"popup_id\":\"9\"}}");
        assertThat(eventJson(new Event.PushToken(none, "ios", "t", "fcm")))
                .isEqualTo("{\"event\":{\"platform\":\"ios\",\"token\":\"t\",\"provider\":\"fcm\"}}");
        assertThat(eventJson(new Event.Profile(none, Map.of("k", "v"))))
                .isEqualTo("{\"event\":{\"properties\":{\"k\":\"v\"}}}");
    }

    private static Event purchase(BigDecimal total) {
        Item item = new Item("1", 2, new BigDecimal("9.95"), "L");
        return new Event.Purchase(Context.EMPTY, "N1", total, List.of(item), Map.of("promo_code", "X"));
    }

    private static Envelope envelope(byte[] body) {
        Beacon beacon = new Beacon("POST", "/push", "", BodyKind.FORM, body);
        return new Envelope(
                FakeDialect.LABEL,
                Events.SECTION,
                EventType.VIEW,
                "d1",
                "ours",
                "theirs",
                Envelope.Notes.NONE,
                Envelope.Client.UNKNOWN,
                beacon);
    }

    private static String line(Envelope envelope) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        EventJson.writeLine(out, Events.delivery(1, 7, envelope));
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String eventJson(Event event) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var json = EventJson.generator(out)) {
            json.writeStartObject();
            EventFields.write(json, event);
            json.writeEndObject();
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    private static void parse(String json) throws IOException {
        try (JsonParser parser = new JsonFactory().createParser(json)) {
            while (parser.nextToken() != null) {
                parser.getText();
            }
        }
    }
}
