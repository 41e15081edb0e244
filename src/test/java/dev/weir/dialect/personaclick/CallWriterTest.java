package dev.weir.dialect.personaclick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.Envelope;
import dev.weir.event.EventType;
import dev.weir.event.Section;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes out in the documents' own spelling, and the time that is put into the client's. */
final class CallWriterTest {

    private static final long ACCEPTED = 1_800_000_000_999L;
    private static final String WHO = "'shop_id':'a','did':'D1','seance':'S1','sid':'S1'";

    private final PersonaClick dialect = new PersonaClick();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                // Android's texts for numbers, React Native's quantity, iOS's text for true.
                "{'event':'cart','items':[{'id':37,'quantity':'2','price':'318.0','x':1,'fashion_size':'M'}]}"
                        + "|'event':'cart','items':[{'id':'37','amount':2,'price':318.0,'fashion_size':'M'}]}",
                "{'event':'cart','full_cart':'true','items':[{'id':''},{'id':'1','stock':true}]}"
                        + "|'event':'cart','items':[{'id':'1','stock':true}],'full_cart':true}",
                "{'event':'wish','full_wish':'yes','items':['1','2']}"
                        + "|'event':'wish','items':[{'id':'1'},{'id':'2'}],'full_wish':true}",
                "{'event':'cart','full_cart':1,'items':[]}|'event':'cart','full_cart':true}",
                "{'event':'remove_wish','items':[{'id':'1'}]}|'event':'remove_wish','items':[{'id':'1'}]}",
                // The campaign, in each of its three forms.
                "{'event':'view','items':[{'id':'1'}],'from':'bulk','code':'7'}"
                        + "|'source':'{`from`:`bulk`,`code`:`7`}','event':'view','items':[{'id':'1'}]}",
                "{'event':'view','items':[{'id':'1'}],'source':{'code':7,'from':'bulk'}}"
                        + "|'source':'{`from`:`bulk`,`code`:`7`}','event':'view','items':[{'id':'1'}]}",
                "{'event':'category','category_id':146,'stream':'null','referrer':'/r','segment':'C'}"
                        + "|'referer':'/r','event':'category','category_id':'146'}",
                "{'event':'search','search_query':'q','results':[1,2]}|'event':'search','search_query':'q','results':[1,2]}",
                "{'event':'purchase','order_id':9,'order_price':'5.00','order_cash':'4','tax_free':'true','promocode':1,"
                        + "'custom':{'boxes':2,'d':'x'},'items':[{'id':'1','line_id':3}],'recommended_source':{'1':{}}}"
                        + "|'event':'purchase','order_id':'9','order_price':5.00,'items':[{'id':'1','line_id':'3'}],"
                        + "'order_cash':4,'promocode':'1','tax_free':true,'recommended_source':{'1':{}},"
                        + "'custom':{'boxes':2,'d':'x'}}",
                "{'event':'recone_click','campaign':'12','inventory':'top','position':1}"
                        + "|'event':'recone_click','campaign':12,'position':1,'inventory':'top'}"
            })
    void eventIsInTheVendorsSpelling(String sent, String expected) {
        assertThat(reencoded("/push", sent)).isEqualTo("{" + WHO + "," + expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "/push/custom|{'event':'e','value':'12.5','own':[1],'payload':{'own':[1],'n':2}}"
                        + "|'event':'e','value':12.5,'own':[1],'payload':{'own':[1],'n':2},'time':'1800000000'}",
                "/push/custom|{'event':'e','time':1652648400,'payload':{'category':'c'},'category':'c'}"
                        + "|'event':'e','category':'c','time':'1652648400'}",
                "/push/custom|{'event':'e','time':'1652648400.25','code':'SALE','payload':'text'}"
                        + "|'event':'e','code':'SALE','payload':'text','time':'1652648400.25'}",
                "/track/clicked|{'code':7,'type':'bulk','from':'chain','x':1}|'from':'chain','code':'7','type':'bulk'}",
                "/track/stories|{'event':'view','story_id':'12','slide_id':34,'code':'c'}"
                        + "|'event':'view','code':'c','story_id':12,'slide_id':34}",
                "/popup/showed|{'popup':'7'}|'popup':7}",
                "/mobile_push_tokens|{'token':'t','platform':'ios'}|'platform':'ios','token':'t'}",
                "/profile/set|{'email':'j@x','age':31,'kids':'[]','o':{'a':1},'event_id':'e'}"
                        + "|'email':'j@x','age':31,'kids':'[]','o':{'a':1}}"
            })
    void callIsInTheVendorsSpelling(String path, String sent, String expected) {
        assertThat(reencoded(path, sent)).isEqualTo("{" + WHO + "," + expected);
    }

    @Test
    void formBecomesJson() {
        Beacon form = beacon("/track/stories", BodyKind.FORM, "shop_id=a&event=view&story_id=12&code=%C3%BC");

        assertThat(text(reencoded(form))).isEqualTo("{" + WHO + ",'event':'view','code':'ü','story_id':12}");
    }

    @Test
    void sessionStartsWithAQuery() {
        Beacon init = Beacon.withoutBody(
                "GET", "/init", "did=&tz=3&referer=%2Fr&shop_id=a&ios_advertising_id=6D92&x=1&stream=ios");

        assertThat(reencoded(init))
                .isEqualTo(Beacon.withoutBody(
                        "GET",
                        "/init",
                        "shop_id=a&did=D1&seance=S1&sid=S1&stream=ios&referrer=%2Fr&v=3&tz=3&ios_advertising_id=6D92"));
    }

    @Test
    void cartIsClearedAsTheDocumentHasIt() {
        Beacon clear = Beacon.withoutBody("GET", "/products/cart/clear", "shop_id=a&did=D1&x=1");

        assertThat(reencoded(clear))
                .isEqualTo(Beacon.withoutBody("DELETE", "/products/cart/clear", "shop_id=a&did=D1&seance=S1&sid=S1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "/push/custom|{'event':'e'}|,'time':'1800000000'}",
                "/push/custom|{'time':null,'event':'e'}|,'time':'1800000000'}",
                "/push/custom|{'event':'e','time':''}|,'time':'1800000000'}",
                "/push/custom|{'event':'e','time':1652648400}|}",
                "/push/custom|{'event':'e','time':'tomorrow'}|}",
                "/push|{'event':'view','items':[{'id':'1'}]}|}",
                "/track/clicked|{'code':'c'}|}"
            })
    void customEventAloneHasAPlaceForTheTimeOfAcceptance(String path, String sent, String end) {
        String outbound = text(dialect.outbound(envelope(beacon(path, BodyKind.JSON, quoted(sent))), ACCEPTED, keys())
                .beacon());

        assertThat(outbound).endsWith("'did':'D1','seance':'S1','sid':'S1'" + end);
        assertThat(outbound.split("'time'", -1).length).isLessThanOrEqualTo(2);
    }

    @Test
    void timeOfAcceptanceGoesIntoAFormToo() {
        Beacon form = beacon("/push/custom", BodyKind.FORM, "shop_id=a&event=e");

        assertThat(text(dialect.outbound(envelope(form), ACCEPTED, keys()).beacon()))
                .endsWith("&time=1800000000");
    }

    /** With {@code '} for the quotes of JSON, and {@code `} for those of JSON in JSON. */
    private String reencoded(String path, String json) {
        String ofShop = "{\"shop_id\":\"a\"," + quoted(json).substring(1);
        return text(reencoded(beacon(path, BodyKind.JSON, ofShop)));
    }

    private Beacon reencoded(Beacon beacon) {
        return dialect.reencoded(envelope(beacon), ACCEPTED, keys()).beacon();
    }

    private static List<Section.Key> keys() {
        return List.of(new Section.Key("a", "s3"));
    }

    private static Envelope envelope(Beacon beacon) {
        return new Envelope(
                PersonaClick.LABEL,
                "demo",
                EventType.CUSTOM,
                "D1",
                "S1",
                null,
                Envelope.Notes.NONE,
                Envelope.Client.UNKNOWN,
                beacon);
    }

    private static Beacon beacon(String path, BodyKind kind, String body) {
        return new Beacon("POST", path, "", kind, body.getBytes(StandardCharsets.UTF_8));
    }

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }

    private static String text(Beacon beacon) {
        return new String(beacon.body(), StandardCharsets.UTF_8)
                .replace("\\\"", "`")
                .replace('"', '\'');
    }
}
