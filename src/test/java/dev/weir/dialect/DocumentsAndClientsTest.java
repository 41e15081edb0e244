package dev.weir.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.weir.event.Context;
import dev.weir.event.Context.Source;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.Item;
import dev.weir.event.ItemList;
import dev.weir.event.MessageStage;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import dev.weir.ingest.identity.IdKeys;
import dev.weir.ingest.identity.Identities;
import dev.weir.ingest.identity.Visitor;
import dev.weir.server.config.Dialects;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Where the vendors' documents and their real clients differ: what the documents say, and what the clients send, mean the
 * same, or get an answer that serves both. One difference after the other, in the order of the vendors: PersonaClick,
 * PureClarity, Gravity Field, pagent.
 *
 * <p>Requests are written as in {@link GoldenCase}, with {@code '} for the quotes of JSON.
 */
class DocumentsAndClientsTest {

    private static final String KEY = "key-1";
    private static final String SECRET = "secret-1";
    private static final Ids ASSIGNED = new Ids("OurDevice", "OurSession");
    private static final String SUCCESS = "{\"status\":\"success\"}";
    private static final String BROKEN_HEADER = "POST /push/custom\nContent-Type: application/json \\ -d ";

    private static final String HOME_PAGE = "'events':[{'name':'page_view','data':{'page_type':'homepage'}}]";
    private static final String V1_USER = "'user':{'slid':'0123456789abcdef01234567'}";
    private static final String V2_USER = "'user':{'uid':'0123456789abcdef01234567'}";

    @ParameterizedTest
    @ValueSource(strings = {"'seance':'s1'", "'sid':'s1'", "'seance':'s1','sid':'s1'"})
    void seanceAndSidAreTheSameSession(String session) throws RejectedException {
        Accepted accepted = accepted(push("'event':'view','items':[{'id':'1'}]," + session));

        assertThat(accepted.call().claim().sessionId()).isEqualTo("s1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"seance", "sid"})
    void sessionThatNobodyKnowsIsOpened(String name) throws RejectedException {
        Random random = new Random(7);
        Identities identities =
                new Identities(IdKeys.generate(random), random, () -> 0, 1000, new SimpleMeterRegistry());
        Accepted accepted = accepted(push("'event':'view','items':[{'id':'1'}],'" + name + "':'s1'"));

        Visitor visitor = identities.resolve(accepted.section(), accepted.call().claim(), null);

        assertThat(visitor.deviceId()).isEqualTo("d1");
        assertThat(visitor.sessionId()).isEqualTo("s1");
    }

    @Test
    void customEventIsAnsweredWithAnObject() throws RejectedException {
        Answer answer = accepted(push("/push/custom", "'event':'e'")).answer();

        assertThat(text(answer)).isEqualTo("200 " + SUCCESS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"delivered", "received", "opened", "clicked", "closed"})
    void trackIsAnsweredWithAnObject(String stage) throws RejectedException {
        Answer answer =
                accepted(push("/track/" + stage, "'code':'c','type':'chain'")).answer();

        assertThat(text(answer)).isEqualTo("200 " + SUCCESS);
    }

    @ParameterizedTest
    @CsvSource({
        "/push/custom, 204",
        "/track/delivered, 200",
        "/track/received, 200",
        "/track/opened, 200",
        "/track/clicked, 200",
        "/track/closed, 200"
    })
    void answerIsEmptyAsInTheDocumentWhereTheSectionSaysSo(String path, int status) throws RejectedException {
        Accepted accepted =
                accepted("# by the letter\n@answers literal\n" + push(path, "'event':'e','code':'c','type':'chain'"));

        assertThat(text(accepted.answer())).isEqualTo(status + " ");
    }

    @Test
    void openedPushIsReportedAsReceivedOrAsOpened() throws RejectedException {
        assertThat(events(
                        push("/track/received", "'code':'c','type':'chain'"),
                        push("/track/opened", "'code':'c','type':'chain'")))
                .containsExactly(
                        new Event.Message(Context.EMPTY, MessageStage.RECEIVED, "c", "chain"),
                        new Event.Message(Context.EMPTY, MessageStage.OPENED, "c", "chain"));
    }

    @Test
    void amountAndQuantityAreTheSameNumber() throws RejectedException {
        assertThat(events(
                        push("'event':'cart','items':[{'id':'1','amount':2}]"),
                        push("'event':'cart','items':[{'id':'1','quantity':2}]"),
                        push("'event':'cart','items':[{'id':'1','amount':2,'quantity':2}]")))
                .hasSize(3)
                .containsOnly(new Event.Delta(Context.EMPTY, ItemList.CART, true, List.of(item("1", 2, null))));
    }

    @Test
    void numbersMayBeTexts() throws RejectedException {
        assertThat(events(
                        push("'event':'purchase','order_id':'N1','order_price':636.0,"
                                + "'items':[{'id':1,'amount':2,'price':318.0}]"),
                        push("'event':'purchase','order_id':'N1','order_price':'636.0',"
                                + "'items':[{'id':'1','amount':'2','price':'318.0'}]")))
                .hasSize(2)
                .containsOnly(new Event.Purchase(
                        Context.EMPTY, "N1", new BigDecimal("636.0"), List.of(item("1", 2, "318.0")), Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "'true'", "'1'", "1"})
    void truthValuesMayBeTexts(String truth) throws RejectedException {
        assertThat(events(push("'event':'cart','items':[{'id':'1','quantity':'2'}],'full_cart':" + truth)))
                .containsExactly(new Event.FullSync(Context.EMPTY, ItemList.CART, List.of(item("1", 2, null))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'source':'{\\'from\\':\\'chain\\',\\'code\\':\\'c1\\'}'",
                "'source':{'from':'chain','code':'c1'}",
                "'from':'chain','code':'c1'"
            })
    void sourceIsATextAnObjectOrTwoParameters(String source) throws RejectedException {
        Context context = new Context(null, null, null, null, new Source("chain", "c1"), null, null, Map.of());

        assertThat(events(push("'event':'view','items':[{'id':'1'}]," + source)))
                .containsExactly(new Event.View(context, Item.of("1")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'1652648400'", "1652648400"})
    void timeOfACustomEventIsATextOrANumber(String time) throws RejectedException {
        assertThat(events(push("/push/custom", "'event':'e','time':" + time)))
                .containsExactly(
                        new Event.Custom(Context.EMPTY.at(1_652_648_400_000L), "e", null, null, null, Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",'items':[]"})
    void wholeCartWithoutItemsIsEmpty(String items) throws RejectedException {
        assertThat(events(push("'event':'cart','full_cart':true" + items)))
                .containsExactly(new Event.FullSync(Context.EMPTY, ItemList.CART, List.of()));
    }

    @ParameterizedTest
    @MethodSource("encodedCalls")
    void parametersAreAFormOrJsonOrInTheQueryOrInBoth(String path, String own, Event expected)
            throws RejectedException {
        String form = "\nContent-Type: application/x-www-form-urlencoded\n\n";
        String shop = "shop_id=" + KEY + "&did=d1";
        String json = "'" + own.replace("=", "':'").replace("&", "','") + "'";

        assertThat(events(
                        "POST " + path + form + shop + "&" + own,
                        push(path, json),
                        "POST " + path + "?" + shop + "&" + own + form,
                        "POST " + path + "?" + own + form + shop,
                        "POST " + path + "?" + shop + "\nContent-Type: application/json\n\n"
                                + quoted("{" + json + "}")))
                .hasSize(5)
                .containsOnly(expected);
    }

    static Stream<Arguments> encodedCalls() {
        return Stream.of(
                arguments(
                        "/track/stories",
                        "event=view&story_id=12&slide_id=34&code=c1",
                        new Event.Story(Context.EMPTY, "view", "12", "34", "c1")),
                arguments(
                        "/mobile_push_tokens",
                        "token=t1&platform=android",
                        new Event.PushToken(Context.EMPTY, "android", "t1", null)),
                arguments(
                        "/profile/set",
                        "first_name=Jane&age=31",
                        new Event.Profile(Context.EMPTY, Map.of("first_name", "Jane", "age", "31"))));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'event':'view'                                            | 400
            {'event':'view','items':[{'id':'1'}]}                      | 401
            {'shop_id':'key-1','event':'view'}                         | 422
            {'shop_id':'key-1','event':'look','items':[{'id':'1'}]}    | 422
            """)
    void errorHasItsMessageInBothPlaces(String body, int status) {
        RejectedException rejected = rejected("POST /push\nContent-Type: application/json\n\n" + quoted(body));

        assertThat(text(personaClick().rejected(rejected))).isEqualTo(error(status, rejected));
    }

    @Test
    void errorsOfKeysAndMethodsFollowTheVendorsMatrix() throws RejectedException {
        Call call = accepted(push("'event':'view','items':[{'id':'1'}]")).call();
        RejectedException method = new RejectedException(Rejection.WRONG_METHOD, null, "GET (expected: POST)");

        assertThat(text(personaClick().rejected(call.wrongSecret()))).isEqualTo(error(403, call.wrongSecret()));
        assertThat(text(personaClick().rejected(call.unknownSection()))).isEqualTo(error(404, call.unknownSection()));
        assertThat(text(personaClick().rejected(method))).isEqualTo(error(405, method));
    }

    @ParameterizedTest
    @ValueSource(strings = {"'stream':null", "'sid':''", "'source':{'from':'','code':''}"})
    void whatRealClientsGetWrongIsRefusedByAStrictSectionAlone(String wrong) throws RejectedException {
        String request = push("'event':'view','items':[{'id':'1'}]," + wrong);

        assertThat(events(request)).containsExactly(new Event.View(Context.EMPTY, Item.of("1")));
        assertThat(rejected("# by the matrix\n@reading strict\n" + request).rejection())
                .extracting(Rejection::status)
                .isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DELETE", "GET"})
    void cartClearIsTakenByDeleteAndByGet(String method) throws RejectedException {
        Accepted accepted = accepted(method + " /products/cart/clear?shop_id=" + KEY + "&did=d1");

        assertThat(accepted.events()).containsExactly(new Event.FullSync(Context.EMPTY, ItemList.CART, List.of()));
        assertThat(text(accepted.answer())).isEqualTo("200 " + SUCCESS);
        assertThat(accepted.outbound().beacon().method()).isEqualTo(method);
    }

    @ParameterizedTest
    @ValueSource(strings = {"['1','2']", "[{'id':'1'},{'id':'2'}]"})
    void wholeWishListIsOfIdsOrOfObjects(String items) throws RejectedException {
        assertThat(events(push("'event':'wish','full_wish':true,'items':" + items)))
                .containsExactly(new Event.FullSync(Context.EMPTY, ItemList.WISH, List.of(Item.of("1"), Item.of("2"))));
    }

    /** A printed order's brace comes too early; a printed header lacks its quote, so that the body ends up in it. */
    @ParameterizedTest
    @MethodSource("misprints")
    void misprintIsTheClientsFault(String request) {
        Answer answer = personaClick().rejected(rejected(request));

        assertThat(answer.status()).isBetween(400, 499);
        assertThat(new String(answer.body(), StandardCharsets.UTF_8)).contains("\"status\":\"error\"");
    }

    static Stream<String> misprints() {
        return Stream.of(
                "POST /push\nContent-Type: application/json\n\n"
                        + quoted("{'event':'purchase','shop_id':'" + KEY + "','did':'d1','order_id':'N1',"
                                + "'items':[{'id':'1','amount':3,'price':100}]},'custom':{'boxes':2}"),
                BROKEN_HEADER,
                BROKEN_HEADER + quoted("{'shop_id':'" + KEY + "','did':'d1','event':'my_event'}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]"})
    void contextOfAPageViewIsAnObjectOrAnEmptyArray(String data) throws RejectedException {
        assertThat(events(pureClarity("'events':[{'name':'page_view','data':" + data + "}],'zones':[]")))
                .containsExactly(new Event.Page(Context.EMPTY, null, null, Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"order", "order_track", "moto_order_track"})
    void orderIsNestedOrFlatUnderAnyOfItsNames(String name) throws RejectedException {
        String head = "'events':[{'name':'" + name + "','data':{'orderid':'N1','userid':'7','ordertotal':'25.50',";
        Context context = new Context(null, null, null, null, null, null, null, Map.of("external_id", "7"));

        assertThat(events(
                        pureClarity(head + "'items':[{'id':'a','refid':'r1','qty':2,'unitprice':10.00},"
                                + "{'id':'b','refid':'r2','qty':1,'unitprice':5.50}]}}],'zones':[]"),
                        pureClarity(head + "'id1':'a','refid1':'r1','qty1':'2','unitprice1':'10.00','children1':[],"
                                + "'id2':'b','refid2':'r2','qty2':'1','unitprice2':'5.50'}}],'zones':[]")))
                .hasSize(2)
                .containsOnly(new Event.Purchase(
                        context,
                        "N1",
                        new BigDecimal("25.50"),
                        List.of(
                                new Item("a", 2, new BigDecimal("10.00"), "r1"),
                                new Item("b", 1, new BigDecimal("5.50"), "r2")),
                        Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",'zones':[{'id':'HP01'}]", ",'zones':['HP01']"})
    void zonesAreAskedForByObjectsByTextsOrByLeavingThemOut(String zones) throws RejectedException {
        Accepted accepted = accepted(pureClarity(HOME_PAGE + zones));

        assertThat(accepted.events()).containsExactly(new Event.Page(Context.EMPTY, "homepage", null, Map.of()));
        assertThat(accepted.inquiry())
                .isInstanceOfSatisfying(
                        Inquiry.OfVendor.class,
                        vendor -> assertThat(body(vendor.request())).contains(quoted(HOME_PAGE + zones)));
    }

    @Test
    void noZonesAreNotWaitedFor() throws RejectedException {
        Accepted accepted = accepted(pureClarity(HOME_PAGE + ",'zones':[]"));

        assertThat(accepted.events()).containsExactly(new Event.Page(Context.EMPTY, "homepage", null, Map.of()));
        assertThat(accepted.inquiry()).isNull();
        assertThat(text(accepted.answer())).endsWith("\"errors\":[],\"zones\":{}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",'visitorId':'','sessionId':''"})
    void emptyIdsAreNone(String ids) throws RejectedException {
        Accepted accepted = accepted(pureClarity(HOME_PAGE + ",'zones':[]" + ids));

        assertThat(accepted.call().claim().deviceId()).isNull();
        assertThat(accepted.call().claim().sessionId()).isNull();
        assertThat(text(accepted.answer()))
                .startsWith(quoted("200 {'visitorId':'OurDevice','sessionId':'OurSession',"));
        assertThat(body(accepted.outbound()))
                .containsOnlyOnce("visitorId")
                .containsOnlyOnce("sessionId")
                .contains(quoted("'visitorId':'OurDevice','sessionId':'OurSession'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer secret-1", "Basic secret-1:", "Basic :secret-1"})
    void keyIsABearersOrBasic(String scheme) throws RejectedException {
        String authorization = scheme.startsWith("Basic ") ? "Basic " + base64(scheme.substring(6)) : scheme;

        Accepted accepted =
                accepted("POST /ssapi/page\nAuthorization: " + authorization + "\n\n" + quoted("{" + V1_USER + "}"));

        assertThat(accepted.call().credential())
                .isInstanceOfSatisfying(
                        Credential.ApiKey.class,
                        key -> assertThat(key.candidates()).contains(SECRET));
        assertThat(accepted.outbound().authorization()).isEqualTo("Bearer " + SECRET);
    }

    @Test
    void propertiesOfAnEventAreNestedOrFlat() throws RejectedException {
        String properties = "'productId':'p1','quantity':2,'cart':[{'productId':'p1','quantity':2,'itemPrice':9.95}]";

        assertThat(events(
                        gravity(
                                "/ssapi/event",
                                V1_USER + ",'events':[{'name':'Add','properties':{'eventType':'add-to-cart-v1',"
                                        + properties + "}}]"),
                        gravity(
                                "/v2/event",
                                V2_USER + ",'data':[{'name':'Add','type':'add-to-cart-v1'," + properties + "}]")))
                .hasSize(2)
                .containsOnly(new Event.Delta(Context.EMPTY, ItemList.CART, true, List.of(item("p1", 2, "9.95"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",'visit_id':'v1'",
                ",'visit_id':null,'experiment_id':null,'experiment_numeric_id':null,'is_control':null",
                ",'visit_id':'v1','experiment_numeric_id':42,'is_control':false,'more':{'session_id':7,'a':[1,null]}"
            })
    void sessionDataIsThreeIdsOrAllThatTheScriptKnows(String more) throws RejectedException {
        Accepted accepted = accepted("POST /v2/conversions\nAuthorization: Bearer " + SECRET + "\n\n"
                + quoted("{'session_data':{'session_id':'s1','user_id':'u1','conversion_id':'g1'" + more + "}}"));

        assertThat(accepted.events()).containsExactly(new Event.Conversion(Context.EMPTY, "g1", null, null, Map.of()));
        assertThat(accepted.parts().get(0).claim())
                .isEqualTo(new Claim("u1", "s1", Claim.DeviceNeed.OPTIONAL, Claim.IdForm.VENDORS));
        assertThat(text(accepted.answer())).isEqualTo("200 {\"accepted\":1}");
    }

    private static String push(String members) {
        return push("/push", members);
    }

    private static String push(String path, String members) {
        return "POST " + path + "\nContent-Type: application/json\n\n"
                + quoted("{'shop_id':'" + KEY + "','did':'d1'," + members + "}");
    }

    private static String pureClarity(String members) {
        return "POST /api/serverside\nContent-Type: application/json\n\n"
                + quoted("{'appId':'" + KEY + "','secretKey':'" + SECRET + "'," + members + "}");
    }

    private static String gravity(String path, String members) {
        return "POST " + path + "\nAuthorization: Bearer " + SECRET + "\nContent-Type: application/json\n\n"
                + quoted("{" + members + "}");
    }

    private static String quoted(String json) {
        return json.replace('\'', '"');
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Item item(String id, int quantity, String price) {
        return new Item(id, quantity, price == null ? null : new BigDecimal(price), null);
    }

    private static Dialect personaClick() {
        return dialectOf(new Route("POST", "/push"));
    }

    private static Dialect dialectOf(Route route) {
        return Dialects.unsealed().stream()
                .filter(dialect -> dialect.routes().contains(route))
                .findFirst()
                .orElseThrow();
    }

    /** The one event of each. */
    private static List<Event> events(String... requests) throws RejectedException {
        List<Event> events = new ArrayList<>();
        for (String request : requests) {
            events.addAll(accepted(request).events());
        }
        return events;
    }

    private static RejectedException rejected(String request) {
        return catchThrowableOfType(RejectedException.class, () -> accepted(request));
    }

    /** As the intake does it: whose it is, what it means, what the client waits for. */
    private static Accepted accepted(String request) throws RejectedException {
        GoldenCase read = new GoldenCase(Path.of("none"), request, "");
        Dialect dialect = dialectOf(read.route());
        Call call = dialect.read(read.route(), read.beacon(), read.head());
        call.credential();
        Section section = read.section(Map.of(dialect.label(), List.of(new Section.Key(KEY, SECRET))));
        List<Part.Meant> parts = new ArrayList<>();
        for (Part part : call.parts(section)) {
            if (part instanceof Part.Faulty faulty) {
                throw faulty.why();
            }
            parts.add((Part.Meant) part);
        }
        return new Accepted(dialect, call, section, parts, call.inquiry(section, ASSIGNED));
    }

    private static String error(int status, RejectedException rejected) {
        String message = "\"" + rejected.getMessage() + "\"";
        return status + " {\"status\":\"error\",\"message\":" + message + ",\"payload\":{\"message\":" + message + "}}";
    }

    private static String text(Answer answer) {
        return answer.status() + " " + new String(answer.body(), StandardCharsets.UTF_8);
    }

    private static String body(Outbound outbound) {
        return new String(outbound.beacon().body(), StandardCharsets.UTF_8);
    }

    private record Accepted(Dialect dialect, Call call, Section section, List<Part.Meant> parts, Inquiry inquiry) {

        List<Event> events() {
            return parts.stream().map(Part.Meant::event).toList();
        }

        Answer answer() {
            return call.accepted(section, ASSIGNED);
        }

        /** Of the first event, where the client named no ids of its own that would stand. */
        Outbound outbound() {
            Part.Meant part = parts.get(0);
            Envelope envelope = new Envelope(
                    dialect.label(),
                    section.name(),
                    part.event().type(),
                    ASSIGNED.deviceId(),
                    ASSIGNED.sessionId(),
                    part.claim().sessionId(),
                    Envelope.Notes.AUTHENTICATED,
                    Envelope.Client.UNKNOWN,
                    part.beacon());
            return dialect.outbound(envelope, 0, section.keys().get(dialect.label()));
        }
    }
}
