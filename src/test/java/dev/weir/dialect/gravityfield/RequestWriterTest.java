package dev.weir.dialect.gravityfield;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes out in the words of each API. */
final class RequestWriterTest {

    private static final long ACCEPTED = 1_800_000_000_250L;
    private static final String TIME = "2027-01-15T08:00:00.250Z";
    private static final String IDS_V1 =
            "'user':{'slid':'" + Fixtures.IDS.deviceId() + "'},'session':{'sl':'" + Fixtures.IDS.sessionId() + "'}";
    private static final String IDS_V2 =
            "'user':{'uid':'" + Fixtures.IDS.deviceId() + "','ses':'" + Fixtures.IDS.sessionId() + "'}";

    @Test
    void visitIsAsTheSdksWriteIt() {
        String sent = "{'future':1,'options':{'isReturnCounter':false},'context':{'attributes':{'app_platform':'ios'},"
                + "'utm':null,'pageNumber':2,'type':'CART','data':[]},'user':{'level':3,'attributes':{'a':1}},"
                + "'device':{'userAgent':'UA','tracking':true,'x':1,'id':'d-1','permission':null},'sec':'gf-demo'}";

        assertThat(reencoded("/v2/visit", sent, Envelope.Client.UNKNOWN))
                .isEqualTo("{'sec':'gf-demo','user':{'uid':'" + Fixtures.IDS.deviceId() + "','ses':'"
                        + Fixtures.IDS.sessionId() + "','attributes':{'a':1}},"
                        + "'device':{'ua':'UA','id':'d-1','tracking':true},"
                        + "'ctx':{'pageNumber':2,'type':'CART','data':[],'attributes':{'app_platform':'ios'}},"
                        + "'options':{'isReturnCounter':false},'type':'screenview','eventTime':'" + TIME + "'}");
    }

    @Test
    void pageIsAsTheGuideForServersHasIt() {
        String sent = "{'context':{'lng':'en','page':{'type':'PRODUCT','data':['1']},"
                + "'device':{'ip':'203.0.113.7','userAgent':'UA','x':1}},'x':1}";

        assertThat(reencoded("/ssapi/page", sent, Envelope.Client.UNKNOWN))
                .isEqualTo("{" + IDS_V1 + ",'context':{'page':{'lng':'en','type':'PRODUCT','data':['1']},"
                        + "'device':{'userAgent':'UA','ip':'203.0.113.7'}}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{'name':'A','properties':{'eventType':'add-to-cart-v1','value':'99.95','productId':7,'quantity':'1',"
                        + "'cart':[{'productId':'7','quantity':'1','itemPrice':'99.95','x':1}]}}"
                        + "|{'type':'add-to-cart-v1','name':'A','eventTime':T,'value':99.95,'productId':'7','quantity':1,"
                        + "'cart':[{'productId':'7','quantity':1,'itemPrice':99.95}]}",
                "{'type':'sync-cart-v1','cart':[{'productId':'1','quantity':0},{'productId':'2'}],'currency':null}"
                        + "|{'type':'sync-cart-v1','eventTime':T,'cart':[{'productId':'2'}]}",
                "{'type':'purchase-v1','uniqueTransactionId':9,'value':'5','cart':null,'productId':'7','quantity':2}"
                        + "|{'type':'purchase-v1','eventTime':T,'uniqueTransactionId':'9','value':5,'productId':'7',"
                        + "'quantity':2}",
                "{'type':'quiz','name':'Quiz','properties':{'result':['a'],'name':'spring'},'value':'1.50'}"
                        + "|{'type':'quiz','name':'Quiz','eventTime':T,'value':1.50,"
                        + "'properties':{'result':['a'],'name':'spring'}}",
                "{'type':'login-v1','cuid':7,'eventTime':'2026-11-19T10:16:00+02:00','event_id':'e-7'}"
                        + "|{'type':'login-v1','eventTime':'2026-11-19T08:16:00Z','cuid':7,'event_id':'e-7'}"
            })
    void eventOfTheSdksIsFlat(String sent, String expected) {
        assertThat(reencoded("/v2/event", "{'events':[" + sent + "]}", Envelope.Client.UNKNOWN))
                .contains("'data':[" + expected.replace("T,", "'" + TIME + "',") + "]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "{'type':'remove-from-cart-v1','value':1,'productId':'7'}"
                        + "|{'name':'remove-from-cart-v1','properties':{'eventType':'remove-from-cart-v1','value':1,"
                        + "'productId':'7'}}",
                "{'name':'Sync','properties':{'cart':[],'eventType':'sync-cart-v1','currency':'EUR'}}"
                        + "|{'name':'Sync','properties':{'eventType':'sync-cart-v1','currency':'EUR','cart':[]}}",
                "{'name':'K','properties':{'eventType':'keywordSearch','keywords':'red'},'eventTime':'2026-11-19T08:16Z'}"
                        + "|{'name':'K','eventTime':'2026-11-19T08:16:00Z',"
                        + "'properties':{'eventType':'keywordSearch','keywords':'red'}}"
            })
    void eventOfServersHasItsFieldsInProperties(String sent, String expected) {
        assertThat(reencoded("/ssapi/event", "{'data':[" + sent + "]}", Envelope.Client.UNKNOWN))
                .isEqualTo("{" + IDS_V1 + ",'context':{'page':{},'device':{}},'events':[" + expected + "]}");
    }

    @Test
    void engagementIsInAListWithItsType() {
        assertThat(reencoded(
                        "/ssapi/engagement", "{'engagement':{'name':'CLICK','campaignId':7}}", Envelope.Client.UNKNOWN))
                .contains("'engagements':[{'type':'CLICK','name':'CLICK','campaignId':7}]");
    }

    @Test
    void idsAreInTheWordsThatTheClientUsed() {
        assertThat(reencoded("/v2/visit", "{'user':{'custom':'crm-1'}}", Envelope.Client.UNKNOWN))
                .contains("'user':{'custom':'" + Fixtures.IDS.deviceId() + "','ses':");
        assertThat(reencoded(
                        "/ssapi/page",
                        "{'user':{'slid':'a','slid_server':'b'},'session':{'custom':'c'}}",
                        Envelope.Client.UNKNOWN))
                .contains("'user':{'slid':'" + Fixtures.IDS.deviceId() + "','slid_server':'b'},'session':{'custom':'"
                        + Fixtures.IDS.sessionId() + "'}");
    }

    @Test
    void clientThatTheRequestDoesNotNameIsTheEnvelopes() {
        Envelope.Client client = new Envelope.Client("192.0.2.1", "ktor-client", null);

        assertThat(reencoded("/v2/visit", "{}", client)).contains("'device':{'ua':'ktor-client'}");
        assertThat(reencoded("/ssapi/page", "{}", client))
                .contains("'device':{'userAgent':'ktor-client','ip':'192.0.2.1'}");
    }

    /** With {@code '} for the quotes of JSON. */
    private static String reencoded(String path, String json, Envelope.Client client) {
        byte[] body = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        Envelope envelope = Fixtures.envelope(new Beacon("POST", path, "", Beacon.BodyKind.JSON, body), client);
        Beacon beacon = Fixtures.dialect()
                .reencoded(envelope, ACCEPTED, Fixtures.keys())
                .beacon();
        assertThat(beacon.path()).isEqualTo(path);
        return Fixtures.text(beacon.body()).replace('"', '\'');
    }
}
