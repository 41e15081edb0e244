package dev.weir.dialect.pureclarity;

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

/** What goes out in the document's own spelling, and what is made up for in the client's. */
final class RequestWriterTest {

    private static final Envelope.Client KNOWN = new Envelope.Client("192.0.2.1", "Firefox", null);
    private static final List<Section.Key> KEYS = List.of(new Section.Key("b", "other"), new Section.Key("a", "s3"));

    private final PureClarity dialect = new PureClarity();

    @Test
    void requestHasTheDocumentsMembersInItsOrderAndNoOthers() {
        String sent = "{\"debug\":true,\"events\":[{\"time\":1,\"data\":{\"id\":7},\"name\":\"product_view\"}],"
                + "\"searchterm\":\"oak\",\"currency\":\"EUR\",\"referer\":\"/r\",\"ip\":\"198.51.100.7\","
                + "\"userAgent\":\"UA\",\"currentUrl\":\"/c\",\"appId\":\"a\"}";

        assertThat(reencoded(sent, Envelope.Client.UNKNOWN))
                .isEqualTo("{\"appId\":\"a\",\"secretKey\":\"s3\",\"currentUrl\":\"/c\",\"userAgent\":\"UA\","
                        + "\"ip\":\"198.51.100.7\",\"visitorId\":\"V1\",\"sessionId\":\"S1\",\"referer\":\"/r\","
                        + "\"currency\":\"EUR\",\"searchterm\":\"oak\","
                        + "\"events\":[{\"name\":\"product_view\",\"data\":{\"id\":\"7\"}}],\"zones\":[]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                // A page: PHP's empty array; what the shop alone knows keeps its type.
                "{'name':'page_view','data':[]}|{'name':'page_view','data':{}}",
                "{'name':'page_view'}|{'name':'page_view','data':{}}",
                "{'name':'page_view','data':{'x':1,'page_type':'homepage','y':null}}"
                        + "|{'name':'page_view','data':{'page_type':'homepage','x':1}}",
                // A basket: an array, numbers as numbers, junk gone, the parts of a bundle kept.
                "{'name':'set_basket','data':{'items':[{'qty':'2.0000','id':2041,'unitprice':'149.9000','x':1}]}}"
                        + "|{'name':'set_basket','data':[{'id':'2041','qty':2,'unitprice':149.9000}]}",
                "{'name':'set_basket','data':[{'id':''},{'id':'7','children':[{'sku':'L-1'}],'qty':5000}]}"
                        + "|{'name':'set_basket','data':[{'id':'7','qty':1000,'children':[{'sku':'L-1'}]}]}",
                "{'name':'set_basket','data':[]}|{'name':'set_basket','data':[]}",
                // An order: numbered between servers, without gaps; items in browsers.
                "{'name':'order_track','data':{'id3':'c','id1':'a','qty1':'1','children3':[],'refid1':5,'orderid':9,"
                        + "'ordertotal':'5.00','zipcode':'Z'}}"
                        + "|{'name':'order_track','data':{'orderid':'9','ordertotal':5.00,'postcode':'Z','id1':'a',"
                        + "'refid1':'5','qty1':1,'id2':'c','children2':[]}}",
                "{'name':'moto_order_track','data':{'orderid':'9','items':[{'id':'a'}],'email':'j@x'}}"
                        + "|{'name':'moto_order_track','data':{'orderid':'9','email':'j@x','id1':'a'}}",
                "{'name':'order','data':{'orderid':'9','userid':7,'id1':'a','unitprice1':'1.5'}}"
                        + "|{'name':'order','data':{'orderid':'9','userid':'7','items':[{'id':'a','unitprice':1.5}]}}",
                // A customer.
                "{'name':'customer_details','data':{'userid':7,'group_id':'2','dob':null}}"
                        + "|{'name':'customer_details','data':{'groupid':'2','userid':7}}",
                // What has no fields, or is the shop's own.
                "{'name':'currency','data':'USD'}|{'name':'currency','data':'USD'}",
                "{'name':'customer_logout'}|{'name':'customer_logout','data':{}}",
                "{'name':'compared','data':['2041',77]}|{'name':'compared','data':['2041',77]}",
                "{'name':'wish','data':{'size':{'w':1},'gift':false,'note':''}}"
                        + "|{'name':'wish','data':{'gift':false,'size':{'w':1}}}"
            })
    void eventIsInTheVendorsSpelling(String sent, String expected) {
        assertThat(reencoded("{\"appId\":\"a\",\"events\":[" + quoted(sent) + "]}", Envelope.Client.UNKNOWN))
                .contains("\"events\":[" + quoted(expected) + "],\"zones\":[]}");
    }

    @Test
    void searchTermOfTheRequestIsSaidOnce() {
        String sent = "{\"appId\":\"a\",\"searchterm\":\"oak\",\"events\":[{\"name\":\"page_view\"}]}";

        assertThat(reencoded(sent, Envelope.Client.UNKNOWN))
                .contains("\"searchterm\":\"oak\",\"events\":[{\"name\":\"page_view\",\"data\":{}}]");
    }

    @Test
    void clientThatTheRequestDoesNotNameIsTheEnvelopes() {
        String sent = "{\"appId\":\"a\",\"userAgent\":\"\",\"events\":[{\"name\":\"e\"}]}";

        assertThat(outbound(sent, KNOWN)).contains("\"ip\":\"192.0.2.1\"", "\"userAgent\":\"Firefox\"");
        assertThat(reencoded(sent, KNOWN)).contains("\"userAgent\":\"Firefox\",\"ip\":\"192.0.2.1\"");
    }

    @Test
    void clientThatTheRequestNamesIsNotOverwritten() {
        String sent = "{\"appId\":\"a\",\"userAgent\":\"UA\",\"ip\":\"unknown\",\"events\":[{\"name\":\"e\"}]}";

        assertThat(outbound(sent, KNOWN))
                .contains("\"userAgent\":\"UA\",\"ip\":\"unknown\"")
                .doesNotContain("Firefox", "192.0.2.1");
        assertThat(reencoded(sent, KNOWN)).contains("\"userAgent\":\"UA\",\"ip\":\"unknown\"");
    }

    private String reencoded(String json, Envelope.Client client) {
        return text(dialect.reencoded(envelope(json, client), 0, KEYS).beacon());
    }

    private String outbound(String json, Envelope.Client client) {
        return text(dialect.outbound(envelope(json, client), 0, KEYS).beacon());
    }

    private static Envelope envelope(String json, Envelope.Client client) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        return new Envelope(
                PureClarity.LABEL,
                "demo",
                EventType.PAGE,
                "V1",
                "S1",
                null,
                Envelope.Notes.AUTHENTICATED,
                client,
                new Beacon("POST", PureClarity.PATH, "", BodyKind.JSON, body));
    }

    private static String quoted(String text) {
        return text.replace('\'', '"');
    }

    private static String text(Beacon beacon) {
        return new String(beacon.body(), StandardCharsets.UTF_8);
    }
}
