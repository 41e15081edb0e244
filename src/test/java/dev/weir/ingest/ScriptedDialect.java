package dev.weir.ingest;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Call;
import dev.weir.dialect.Claim;
import dev.weir.dialect.Claim.DeviceNeed;
import dev.weir.dialect.Claim.IdForm;
import dev.weir.dialect.Credential;
import dev.weir.dialect.Dialect;
import dev.weir.dialect.Head;
import dev.weir.dialect.Ids;
import dev.weir.dialect.Inquiry;
import dev.weir.dialect.Outbound;
import dev.weir.dialect.Part;
import dev.weir.dialect.Route;
import dev.weir.event.Beacon;
import dev.weir.event.Context;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.Item;
import dev.weir.event.ItemList;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Every request is the call that was set; answers name the ids. */
final class ScriptedDialect implements Dialect {

    static final String LABEL = "scripted";
    static final Route ROUTE = new Route("POST", "/scripted");

    private ScriptedCall call = new ScriptedCall();

    ScriptedCall next() {
        call = new ScriptedCall();
        return call;
    }

    @Override
    public String label() {
        return LABEL;
    }

    @Override
    public List<Route> routes() {
        return List.of(ROUTE);
    }

    @Override
    public Call read(Route route, Beacon beacon, Head head) {
        return call;
    }

    @Override
    public Answer rejected(RejectedException rejected) {
        return Answer.json(rejected.rejection().status(), rejected.rejection().label());
    }

    @Override
    public Event decode(Envelope envelope) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Outbound outbound(Envelope envelope, long acceptedMillis, List<Section.Key> keys) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Outbound reencoded(Envelope envelope, long acceptedMillis, List<Section.Key> keys) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void checkFallback(String name, String json) {
        throw new UnsupportedOperationException();
    }

    /** Says what it is told to. */
    static final class ScriptedCall implements Call {
        private final List<Part> parts = new ArrayList<>();
        private Credential credential = new Credential.PublicKey("shop", null);
        private Claim claim = new Claim("device-1", "session-1", DeviceNeed.ASSIGN, IdForm.TAGGED);
        private Inquiry inquiry;
        private boolean isOfServer = true;

        ScriptedCall by(Credential presented) {
            credential = presented;
            return this;
        }

        ScriptedCall ofApp() {
            isOfServer = false;
            return this;
        }

        /** To be said before the events. */
        ScriptedCall from(String deviceId, String sessionId) {
            claim = new Claim(deviceId, sessionId, DeviceNeed.ASSIGN, IdForm.TAGGED);
            return this;
        }

        ScriptedCall asking(Inquiry asked) {
            inquiry = asked;
            return this;
        }

        ScriptedCall view() {
            return event(new Event.View(Context.EMPTY, Item.of("1")), null);
        }

        ScriptedCall purchase(String orderId) {
            return event(new Event.Purchase(Context.EMPTY, orderId, null, List.of(), java.util.Map.of()), orderId);
        }

        ScriptedCall cart(String... items) {
            return event(
                    new Event.FullSync(
                            Context.EMPTY,
                            ItemList.CART,
                            List.of(items).stream().map(Item::of).toList()),
                    null);
        }

        ScriptedCall conversion(String session) {
            Claim of = new Claim("user", session, DeviceNeed.OPTIONAL, IdForm.VENDORS);
            parts.add(new Part.Meant(
                    new Event.Conversion(Context.EMPTY, "goal", null, null, java.util.Map.of()), beacon(), of, null));
            return this;
        }

        ScriptedCall faulty() {
            parts.add(new Part.Faulty(new RejectedException(Rejection.MALFORMED_PARAMETER, "x", "no x")));
            return this;
        }

        ScriptedCall event(Event event, String eventId) {
            parts.add(new Part.Meant(event, beacon(), claim, eventId));
            return this;
        }

        private static Beacon beacon() {
            return new Beacon("POST", "/scripted", "", Beacon.BodyKind.JSON, "{}".getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public Credential credential() {
            return credential;
        }

        @Override
        public RejectedException unknownSection() {
            return new RejectedException(Rejection.UNKNOWN_SECTION, null, "unknown");
        }

        @Override
        public RejectedException wrongSecret() {
            return new RejectedException(Rejection.WRONG_SECRET, null, "wrong");
        }

        @Override
        public Claim claim() {
            return claim;
        }

        @Override
        public boolean isOfServer() {
            return isOfServer;
        }

        @Override
        public List<Part> parts(Section section) {
            return parts;
        }

        @Override
        public Inquiry inquiry(Section section, Ids ids) {
            return inquiry;
        }

        @Override
        public Answer accepted(Section section, Ids ids) {
            return Answer.json(200, ids.deviceId() + " " + ids.sessionId());
        }
    }

    /** What a vendor is asked, with an answer and a fallback that say so. */
    static Inquiry.OfVendor vendor(boolean carriesEvents, Part.Meant fallbackEvent) {
        return new Inquiry.OfVendor() {
            @Override
            public String routePath() {
                return ROUTE.path();
            }

            @Override
            public Outbound request() {
                throw new UnsupportedOperationException();
            }

            @Override
            public boolean carriesEvents() {
                return carriesEvents;
            }

            @Override
            public boolean isShareable() {
                return false;
            }

            @Override
            public String cacheKey() {
                return null;
            }

            @Override
            public Inquiry.Reception receive(Inquiry.VendorAnswer answer) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Answer fallback(Inquiry.Absence why) {
                return Answer.json(200, "fallback");
            }

            @Override
            public Part.Meant fallbackEvent(Inquiry.Absence why) {
                return fallbackEvent;
            }
        };
    }
}
