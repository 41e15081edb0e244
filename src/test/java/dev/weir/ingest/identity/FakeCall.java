package dev.weir.ingest.identity;

import dev.weir.dialect.Call;
import dev.weir.event.Beacon;
import dev.weir.event.Context;
import dev.weir.event.Event;
import dev.weir.event.RejectedException;
import dev.weir.event.Section;

/** A call that names what it is told to. */
record FakeCall(String deviceId, String sessionId, DeviceNeed deviceNeed) implements Call {

    static FakeCall init(String deviceId, String sessionId) {
        return new FakeCall(deviceId, sessionId, DeviceNeed.ISSUE);
    }

    static FakeCall push(String deviceId, String sessionId) {
        return new FakeCall(deviceId, sessionId, DeviceNeed.REQUIRE);
    }

    @Override
    public String sectionKey() {
        return "key";
    }

    @Override
    public RejectedException unknownSection() {
        throw new UnsupportedOperationException();
    }

    @Override
    public RejectedException wrongSecret() {
        throw new UnsupportedOperationException();
    }

    @Override
    public String secret() {
        return null;
    }

    @Override
    public boolean cookieless() {
        return false;
    }

    @Override
    public Event event(Section section) {
        return new Event.SessionStart(Context.EMPTY);
    }

    @Override
    public Beacon withoutSecrets() {
        return Beacon.withoutBody("GET", "/init", "");
    }
}
