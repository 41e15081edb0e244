package dev.weir.dialect;

import dev.weir.dialect.Claim.DeviceNeed;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.RejectedException;
import dev.weir.event.Section;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Takes golden requests as the intake takes them, and reads what goes out as a vendor that is another Weir would. */
final class GoldenIntake {

    static final long ACCEPTED_MILLIS = 1_800_000_000_000L;
    static final String OUR_DEVICE = "AssignedDevice";
    static final String OUR_SESSION = "AssignedSession";

    private final Dialect dialect;

    GoldenIntake(Dialect dialect) {
        this.dialect = dialect;
    }

    List<GoldenCase> pairs() {
        return GoldenCase.of(dialect.label());
    }

    /** Those that are accepted and mean an event. */
    List<GoldenCase> pairsWithEvents() {
        return pairs().stream()
                .filter(pair -> tryAccept(pair)
                        .filter(found -> !found.parts().isEmpty())
                        .isPresent())
                .toList();
    }

    Optional<Accepted> tryAccept(GoldenCase pair) {
        try {
            return Optional.of(accept(pair));
        } catch (RejectedException e) {
            return Optional.empty();
        }
    }

    Accepted accept(GoldenCase pair) throws RejectedException {
        return accept(pair, pair.beacon());
    }

    /** The pair's request with another beacon. */
    Accepted accept(GoldenCase pair, Beacon beacon) throws RejectedException {
        Call call = dialect.read(pair.route(), beacon, pair.head());
        Section section = pair.section(Map.of(dialect.label(), keys(call)));
        return new Accepted(dialect.label(), call, section, meant(call.parts(section)));
    }

    Outbound outbound(Accepted accepted, Part.Meant part) throws RejectedException {
        return dialect.outbound(accepted.envelope(part), ACCEPTED_MILLIS, accepted.keys());
    }

    Outbound reencoded(Accepted accepted, Part.Meant part) throws RejectedException {
        return dialect.reencoded(accepted.envelope(part), ACCEPTED_MILLIS, accepted.keys());
    }

    /** What a request to the vendor says, to one who reads it as ours are read. */
    List<Part.Meant> partsOf(Outbound outbound, Section section) throws RejectedException {
        return meant(call(outbound).parts(section));
    }

    Call call(Outbound outbound) throws RejectedException {
        Beacon beacon = outbound.beacon();
        Head head = new Head(outbound.authorization(), outbound.contentType(), "http://vendor.example");
        return dialect.read(routeOf(beacon), beacon, head);
    }

    /** The event as it is where nobody knows when it was accepted, which a vendor may be told. */
    static Event untimed(Event event) {
        Long time = event.context().timeMillis();
        return time != null && time == ACCEPTED_MILLIS ? Retimed.of(event, null) : event;
    }

    static List<String> secrets(Call call) throws RejectedException {
        Credential credential = call.credential();
        if (credential instanceof Credential.PublicKey publicKey) {
            return publicKey.secret() == null ? List.of() : List.of(publicKey.secret());
        }
        return credential instanceof Credential.KeyWithSecret withSecret
                ? List.of(withSecret.secret())
                : ((Credential.ApiKey) credential).candidates();
    }

    /** With a device of our own where none came and one is needed. */
    static String deviceId(Claim claim) {
        if (claim.deviceId() != null) {
            return claim.deviceId();
        }
        return claim.need() == DeviceNeed.OPTIONAL ? null : OUR_DEVICE;
    }

    /** With a session of ours where the device has none. */
    static String outboundSessionId(Claim claim) {
        return claim.sessionId() != null || deviceId(claim) == null ? claim.sessionId() : OUR_SESSION;
    }

    private Route routeOf(Beacon beacon) {
        String pattern = beacon.path().substring(0, beacon.path().lastIndexOf('/')) + "/*";
        return dialect.routes().stream()
                .filter(route -> route.method().equals(beacon.method()))
                .filter(route ->
                        route.path().equals(beacon.path()) || route.path().equals(pattern))
                .findFirst()
                .orElseThrow();
    }

    private static List<Part.Meant> meant(List<Part> parts) throws RejectedException {
        List<Part.Meant> meant = new ArrayList<>();
        for (Part part : parts) {
            if (part instanceof Part.Faulty faulty) {
                throw faulty.why();
            }
            meant.add((Part.Meant) part);
        }
        return meant;
    }

    private static List<Section.Key> keys(Call call) throws RejectedException {
        Credential credential = call.credential();
        Section.Key key;
        if (credential instanceof Credential.PublicKey publicKey) {
            key = new Section.Key(publicKey.id(), publicKey.secret());
        } else if (credential instanceof Credential.KeyWithSecret withSecret) {
            key = new Section.Key(withSecret.id(), withSecret.secret());
        } else {
            key = new Section.Key(
                    "first", ((Credential.ApiKey) credential).candidates().get(0));
        }
        return key.id().equals("first") ? List.of(key) : List.of(new Section.Key("another", "anothers"), key);
    }

    /** A request as the intake accepts it. */
    record Accepted(String dialect, Call call, Section section, List<Part.Meant> parts) {

        List<Section.Key> keys() {
            return section.keys().get(dialect);
        }

        /** The part as it lies in the journal. */
        Envelope envelope(Part.Meant part) throws RejectedException {
            String device = deviceId(part.claim());
            boolean authenticated =
                    !(call.credential() instanceof Credential.PublicKey publicKey) || publicKey.secret() != null;
            return new Envelope(
                    dialect,
                    "demo",
                    part.event().type(),
                    device,
                    device == null ? null : OUR_SESSION,
                    part.claim().sessionId(),
                    authenticated ? Envelope.Notes.AUTHENTICATED : Envelope.Notes.NONE,
                    call.client(Envelope.Client.UNKNOWN),
                    part.beacon());
        }
    }
}
