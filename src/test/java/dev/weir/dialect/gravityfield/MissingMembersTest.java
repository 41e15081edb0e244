package dev.weir.dialect.gravityfield;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is put into a client's own bytes: the time of acceptance and the user agent, where V2 has a place for them. */
final class MissingMembersTest {

    private static final long ACCEPTED = 1_800_000_000_250L;
    private static final String USER =
            "'user':{'uid':'" + Fixtures.IDS.deviceId() + "','ses':'" + Fixtures.IDS.sessionId() + "'}";
    private static final String USER_V1 =
            "'user':{'slid':'" + Fixtures.IDS.deviceId() + "'},'session':{'sl':'" + Fixtures.IDS.sessionId() + "'}";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                // A visit, and the events of a request.
                "/v2/visit|{U}|{'eventTime':<now>,U}",
                "/v2/visit|{ 'eventTime' : null, U}|{ 'eventTime' : <now>, U}",
                "/v2/event|{U,'data':[ {'type':'a'} ]}|{U,'data':[ {'type':'a','eventTime':<now>} ]}",
                "/v2/event|{U,'data':[{'eventTime':'','type':'a'}]}|{U,'data':[{'type':'a','eventTime':<now>}]}",
                // What the client said stays, be it junk.
                "/v2/visit|{'eventTime':'2026-11-19T08:16:00Z',U}|{'eventTime':'2026-11-19T08:16:00Z',U}",
                "/v2/visit|{'eventTime':'yesterday',U}|{'eventTime':'yesterday',U}",
                "/v2/event|{U,'data':[{'type':'a','eventTime':'yesterday'}]}|{U,'data':[{'type':'a','eventTime':'yesterday'}]}",
                "/v2/event|{U,'data':[{'type':'a','properties':{'eventTime':'x'}}]}"
                        + "|{U,'data':[{'type':'a','properties':{'eventTime':'x'}}]}",
                "/v2/event|{U,'eventTime':'x','data':[{'type':'a'}]}|{U,'eventTime':'x','data':[{'type':'a'}]}",
                // V1 has no place for it.
                "/ssapi/page|{V}|{V}",
                "/ssapi/event|{V,'events':[{'name':'a'}]}|{V,'events':[{'name':'a'}]}"
            })
    void timeOfAcceptanceIsToldWhereTheClientNamedNone(String path, String sent, String expected) {
        String found = outbound(path, ids(sent), Envelope.Client.UNKNOWN);

        assertThat(found).isEqualTo(ids(expected).replace("<now>", "'2027-01-15T08:00:00.250Z'"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '^',
            value = {
                "/v2/visit|{U}|{'device':{'ua':'ktor-client'},U}",
                "/v2/visit|{'device':null,U}|{'device':{'ua':'ktor-client'},U}",
                "/v2/visit|{'device':{'id':'d','ua':null},U}|{'device':{'id':'d','ua':'ktor-client'},U}",
                "/v2/visit|{'device':{'ua':'mine'},U}|{'device':{'ua':'mine'},U}",
                "/v2/visit|{'device':{'userAgent':'mine'},U}|{'device':{'userAgent':'mine'},U}",
                "/ssapi/page|{V}|{V}"
            })
    void userAgentOfTheConnectionIsToldWhereTheAppNamedNone(String path, String sent, String expected) {
        String timed = "'eventTime':'2026-11-19T08:16:00Z',";
        String found = outbound(
                path,
                ids(sent).replace("'user'", timed + "'user'"),
                new Envelope.Client("192.0.2.1", "ktor-client", null));

        assertThat(found.replace(timed, "")).isEqualTo(ids(expected));
    }

    private static String ids(String json) {
        return json.replace("U", USER).replace("V", USER_V1);
    }

    private static String outbound(String path, String json, Envelope.Client client) {
        byte[] body = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        Envelope envelope = Fixtures.envelope(new Beacon("POST", path, "", Beacon.BodyKind.JSON, body), client);
        Beacon beacon =
                Fixtures.dialect().outbound(envelope, ACCEPTED, Fixtures.keys()).beacon();
        return Fixtures.text(beacon.body()).replace('"', '\'');
    }
}
