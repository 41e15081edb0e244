package dev.weir.dialect.wire;

import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/** Takes parameters out of a beacon that has been read, and puts some in, leaving every other byte as it was. */
public final class BeaconSplice {

    private BeaconSplice() {}

    /** The beacon without the parameters of these names: query, form, and JSON at every depth. */
    public static Beacon without(Beacon beacon, Set<String> names) {
        byte[] body = switch (beacon.bodyKind()) {
            case NONE -> beacon.body();
            case JSON -> JsonSplice.without(beacon.body(), names);
            case FORM -> bytes(FormSplice.without(form(beacon), names));
        };
        return new Beacon(
                beacon.method(), beacon.path(), FormSplice.without(beacon.query(), names), beacon.bodyKind(), body);
    }

    /**
     * The beacon with these parameters, in the body if there is one and in the query otherwise. Where one of the same name
     * stood, at top level, it is replaced.
     */
    public static Beacon with(Beacon beacon, Map<String, String> parameters) {
        if (parameters.isEmpty()) {
            return beacon;
        }
        if (beacon.bodyKind() == BodyKind.NONE) {
            return Beacon.withoutBody(beacon.method(), beacon.path(), FormSplice.with(beacon.query(), parameters));
        }
        byte[] body = beacon.bodyKind() == BodyKind.JSON
                ? JsonSplice.with(beacon.body(), parameters)
                : bytes(FormSplice.with(form(beacon), parameters));
        String query = FormSplice.withoutExactly(beacon.query(), parameters.keySet());
        return new Beacon(beacon.method(), beacon.path(), query, beacon.bodyKind(), body);
    }

    private static String form(Beacon beacon) {
        return new String(beacon.body(), StandardCharsets.ISO_8859_1);
    }

    private static byte[] bytes(String form) {
        return form.getBytes(StandardCharsets.ISO_8859_1);
    }
}
