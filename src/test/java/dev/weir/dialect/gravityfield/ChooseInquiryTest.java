package dev.weir.dialect.gravityfield;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.Inquiry.Absence;
import dev.weir.dialect.Inquiry.OfVendor;
import dev.weir.dialect.Inquiry.Reception;
import dev.weir.dialect.Inquiry.VendorAnswer;
import dev.weir.dialect.Part;
import dev.weir.event.Event;
import dev.weir.event.RejectedException;
import dev.weir.event.Section;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ChooseInquiryTest {

    private static final String OUR_USER =
            "{\"uid\":\"0123456789abcdef01234567\",\"ses\":\"7f3a9c52-6f0e-4c1c-9b51-2d8a7e64b1c0\"}";

    @Test
    void vendorsAnswerNamesOurIds() throws RejectedException {
        Reception reception = received("{\"user\":{\"uid\":\"theirs\",\"ses\":\"theirs\"},\"data\":[]}");

        assertThat(body(reception)).isEqualTo("{\"user\":" + OUR_USER + ",\"data\":[]}");
        assertThat(reception.absence()).isNull();
    }

    @Test
    void whatElseTheVendorSaysOfTheVisitorStays() throws RejectedException {
        Reception reception = received("{\"data\":[],\"user\":{\"ses\":null,\"segments\":[1, 2]}}");

        assertThat(body(reception))
                .isEqualTo("{\"data\":[],\"user\":{\"segments\":[1, 2]," + OUR_USER.substring(1) + "}");
    }

    @Test
    void answerWithoutVisitorGetsOne() throws RejectedException {
        assertThat(body(received(" {\"data\":[]}"))).isEqualTo(" {\"user\":" + OUR_USER + ",\"data\":[]}");
        assertThat(body(received("{}"))).isEqualTo("{\"user\":" + OUR_USER + "}");
        assertThat(body(received("{\"user\":null}"))).isEqualTo("{\"user\":" + OUR_USER + "}");
        assertThat(body(received("{\"user\":\"\\\"}\"}"))).isEqualTo("{\"user\":" + OUR_USER + "}");
        assertThat(body(received("{\"user\":[{\"uid\":1}]}"))).isEqualTo("{\"user\":" + OUR_USER + "}");
    }

    @Test
    void answerOfTheFirstApiNamesOurIdsInItsWords() throws RejectedException {
        OfVendor inquiry = inquiry("/ssapi/choose", "{\"selector\":{\"names\":[\"a\"]}}", Fixtures.section());

        Reception reception = inquiry.receive(ok("{\"user\":{\"slid\":\"x\",\"slid_server\":\"y\"},\"choices\":[]}"));

        assertThat(body(reception))
                .contains("\"slid\":\"0123456789abcdef01234567\"")
                .contains("\"session\":{\"sl\":\"7f3a9c52-6f0e-4c1c-9b51-2d8a7e64b1c0\"}")
                .contains("\"choices\":[]")
                .doesNotContain("\"x\"")
                .doesNotContain("\"y\"");
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 201, 202, 204, 301, 304, 400, 401, 422, 429, 500, 503})
    void anyStatusButOkIsNoAnswer(int status) throws RejectedException {
        VendorAnswer answer = new VendorAnswer(status, "application/json", null, bytes("{\"data\":[{}]}"));

        Reception reception = inquiry(Fixtures.section()).receive(answer);

        assertThat(reception.absence()).isEqualTo(Absence.STATUS);
        assertThat(body(reception)).isEqualTo("{\"user\":" + OUR_USER + ",\"data\":[]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "[]",
                "\"{}\"",
                "<html></html>",
                "{",
                "{\"data\":[",
                "{\"data\":[]",
                "{\"data\":[]}}",
                "{\"data\":[]} {}",
                "{\"data\":[{]}",
                "{\"user\":{\"uid\":",
                "{\"urls\":[\"a",
                "{\"user\":{},\"user\":{}}",
                "{\"data\":NaN}",
                "{\"data\":[],}",
            })
    void whatIsNoJsonObjectIsNoAnswer(String json) throws RejectedException {
        Reception reception = received(json);

        assertThat(reception.absence()).isEqualTo(Absence.MEANINGLESS);
        assertThat(body(reception)).isEqualTo("{\"user\":" + OUR_USER + ",\"data\":[]}");
    }

    @Test
    void whatIsNoUtf8IsNoAnswer() throws RejectedException {
        VendorAnswer answer =
                new VendorAnswer(200, null, null, "{\"data\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1));

        assertThat(inquiry(Fixtures.section()).receive(answer).absence()).isEqualTo(Absence.MEANINGLESS);
    }

    @Test
    void nestingWithoutEndIsNoAnswer() throws RejectedException {
        String deep = "{\"data\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";

        assertThat(received(deep).absence()).isEqualTo(Absence.MEANINGLESS);
    }

    @Test
    void pageOfHtmlAsOneTextIsPassedOn() throws RejectedException {
        String html = "<p>".repeat(100_000);

        assertThat(body(received("{\"data\":[{\"html\":\"" + html + "\"}]}"))).contains(html);
    }

    @Test
    void vendorsUrlBecomesOneOfOurs() throws RejectedException {
        String body = body(received(content("https://vendor.example/e?d=1")));

        assertThat(body).doesNotContain("vendor.example").contains(Fixtures.ORIGIN + "/v2/engagement/");
        Engagement engagement = Fixtures.urls().open(token(body));
        assertThat(engagement.target()).isEqualTo("/e?d=1");
        assertThat(engagement.action()).isEqualTo("impression");
        assertThat(engagement.section()).isEqualTo("demo");
    }

    @Test
    void ourUrlKnowsTheContentEvenWhereTheAnswerSaysItLater() throws RejectedException {
        String body = body(received(content("https://vendor.example/e")));

        assertThat(Fixtures.urls().open(token(body)).details())
                .isEqualTo(Map.of("selector", "home", "campaignId", "c-1", "variationId", "7", "contentId", "near"));
    }

    @Test
    void ourUrlIsAnEngagementOfTheSameVisitor() throws RejectedException {
        String body = body(received(content("https://vendor.example/e?d=1")));

        var call = Fixtures.get(Endpoint.ENGAGEMENT_URL_PATH + token(body));

        assertThat(call.claim().deviceId()).isEqualTo(Fixtures.IDS.deviceId());
        assertThat(call.claim().sessionId()).isEqualTo(Fixtures.IDS.sessionId());
        assertThat(((Part.Meant) call.parts(Fixtures.section()).get(0)).event())
                .isInstanceOfSatisfying(
                        Event.Engagement.class,
                        event -> assertThat(event.action()).isEqualTo("impression"));
    }

    @Test
    void everyOtherByteOfTheContentStays() throws RejectedException {
        String url = "https://vendor.example/e";
        String content = content(url);

        String body = body(received(content));

        String own = "\"" + Fixtures.ORIGIN + Endpoint.ENGAGEMENT_URL_PATH + token(body) + "\"";
        assertThat(body.replace(own, "\"" + url + "\""))
                .isEqualTo("{\"user\":" + OUR_USER + "," + content.substring(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/e",
                "https://vendor.example@evil.example/e",
                "http://169.254.169.254/latest/meta-data",
                "/relative",
                "",
            })
    void urlOfSomebodyElseStaysAsItIs(String url) throws RejectedException {
        assertThat(body(received(content(url)))).contains("\"" + url + "\"").doesNotContain("/v2/engagement/");
    }

    @Test
    void urlTooLongForOursStaysAsItIs() throws RejectedException {
        String url = "https://vendor.example/" + "x".repeat(8_000);

        assertThat(body(received(content(url)))).contains(url);
    }

    @Test
    void urlsWithoutATypeStayAsTheyAre() throws RejectedException {
        String json = "{\"user\":" + OUR_USER + ",\"data\":[{\"urls\":[\"https://vendor.example/e\"]}]}";

        assertThat(body(received(json))).isEqualTo(json);
    }

    @Test
    void severalUrlsOfOneTypeEachBecomeOurs() throws RejectedException {
        String json = "{\"data\":[{\"type\":\"click\",\"urls\":"
                + "[\"https://vendor.example/a\", null, 1, [\"x\"], \"https:\\/\\/vendor.example\\/b\"]}]}";

        assertThat(body(received(json)))
                .doesNotContain("vendor.example")
                .contains(" null, 1, [\"x\"], \"https://t.shop");
    }

    @Test
    void configuredContentIsTheFallback() throws RejectedException {
        Section section = Fixtures.section("demo", Map.of("data", "[{\"selector\":\"home\"}]"));

        assertThat(Fixtures.text(inquiry(section).fallback(Absence.NO_UPSTREAM).body()))
                .isEqualTo("{\"user\":" + OUR_USER + ",\"data\":[{\"selector\":\"home\"}]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v2/choose", "/ssapi/choose"})
    void fallbackEventIsReadAsItIsJournalled(String path) throws RejectedException {
        String asked = "{\"user\":{\"uid\":\"u\",\"id\":\"i\"},\"selector\":{\"names\":[\"a\\\"b\"]},"
                + "\"data\":[{\"selector\":\"a\\\"b\"}]}";

        Part.Meant event = inquiry(path, asked, Fixtures.section()).fallbackEvent(Absence.BUSY);

        assertThat(Fixtures.dialect().decode(Fixtures.envelope(event.beacon()))).isEqualTo(event.event());
        assertThat(((Event.Custom) event.event()).properties())
                .isEqualTo(Map.of("selectors", "[\"a\\\"b\"]", "reason", "busy"));
    }

    @Test
    void pageViewOfAChooseIsARequestOfItsOwn() throws RejectedException {
        String json =
                "{\"sec\":\"s\",\"user\":{\"uid\":\"u\"},\"ctx\":{\"location\":\"/\"},\"data\":[{\"group\":\"g\"}],"
                        + "\"options\":{\"isImplicitPageview\":true}}";

        Part.Meant page = Fixtures.parts("/v2/choose", json).get(0);

        assertThat(page.beacon().path()).isEqualTo("/v2/visit");
        assertThat(Fixtures.text(page.beacon().body()))
                .isEqualTo(
                        "{\"sec\":\"s\",\"user\":{\"uid\":\"u\"},\"ctx\":{\"location\":\"/\"},\"type\":\"screenview\"}");
    }

    @Test
    void pageViewOfAnEmptyChooseIsARequestOfItsOwn() throws RejectedException {
        Part.Meant page = Fixtures.parts("/ssapi/choose", "{}").get(0);

        assertThat(page.beacon().path()).isEqualTo("/ssapi/page");
        assertThat(Fixtures.text(page.beacon().body())).isEqualTo("{}");
    }

    /** What the URLs are of is said around them, in part after them; the nearest word counts. */
    private static String content(String url) {
        return "{\"data\":[{\"payload\":[{\"contents\":[{\"contentId\":\"near\",\"variables\":{\"a\" : [1.50]},"
                + "\"events\":[{\"urls\":[\"" + url + "\"],\"type\":\"impression\"}]}],"
                + "\"campaignId\":\"c-1\",\"variationId\":7}],\"selector\":\"home\",\"contentId\":\"far\"}]}";
    }

    private static String token(String body) {
        int start = body.indexOf(Endpoint.ENGAGEMENT_URL_PATH) + Endpoint.ENGAGEMENT_URL_PATH.length();
        return body.substring(start, body.indexOf('"', start));
    }

    private static Reception received(String json) throws RejectedException {
        return inquiry(Fixtures.section()).receive(ok(json));
    }

    private static VendorAnswer ok(String json) {
        return new VendorAnswer(200, "application/json", null, bytes(json));
    }

    private static OfVendor inquiry(Section section) throws RejectedException {
        return inquiry("/v2/choose", "{\"user\":{},\"data\":[{\"selector\":\"home\"}]}", section);
    }

    private static OfVendor inquiry(String path, String json, Section section) throws RejectedException {
        return (OfVendor) Fixtures.post(path, json).inquiry(section, Fixtures.IDS);
    }

    private static String body(Reception reception) {
        assertThat(reception.answer().status()).isEqualTo(200);
        return Fixtures.text(reception.answer().body());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
