package dev.weir.relay.fake;

import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.Envelope;
import dev.weir.event.EventType;
import dev.weir.event.Section;
import dev.weir.journal.JournalReader.Entry.Kept;
import dev.weir.relay.sink.Delivery;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Events to test with, of the {@link FakeDialect}. */
public final class Events {

    public static final String SECTION = "shop";

    private Events() {}

    public static Section section(String... sinks) {
        return new Section(
                SECTION,
                Map.of(FakeDialect.LABEL, List.of(new Section.Key("key-1", null))),
                Section.Reading.LENIENT,
                Section.Answers.HELPFUL,
                Section.Limit.DEFAULT,
                Section.Identity.DEFAULT,
                List.of(sinks));
    }

    /** Another section than {@link #SECTION}. */
    public static Section sectionOf(String name, String... sinks) {
        return new Section(
                name,
                Map.of(FakeDialect.LABEL, List.of(new Section.Key("key-" + name, null))),
                Section.Reading.LENIENT,
                Section.Answers.HELPFUL,
                Section.Limit.DEFAULT,
                Section.Identity.DEFAULT,
                List.of(sinks));
    }

    /** Any event; the items of a full-sync are the words of its body. */
    public static Envelope of(EventType type, String section, String device, String body) {
        Envelope e = view(FakeDialect.LABEL, section, device, body);
        return new Envelope(
                e.dialect(), e.section(), type, device, e.sessionId(), null, e.notes(), e.client(), e.beacon());
    }

    /** A view of a product by a device, or by none. */
    public static Envelope view(String device, String product) {
        return view(FakeDialect.LABEL, SECTION, device, product);
    }

    public static Envelope view(String dialect, String section, String device, String product) {
        Envelope.Client client = new Envelope.Client("192.0.2.7", "Browser/1.0", null);
        byte[] body = product.getBytes(StandardCharsets.UTF_8);
        Beacon beacon = new Beacon("POST", "/push", "a=1", BodyKind.JSON, body);
        return new Envelope(
                dialect, section, EventType.VIEW, device, "sid-1", null, Envelope.Notes.NONE, client, beacon);
    }

    /** The same event, of a request in this trace. */
    public static Envelope inTrace(@Nullable String traceparent, Envelope e) {
        return new Envelope(
                e.dialect(),
                e.section(),
                e.type(),
                e.deviceId(),
                e.sessionId(),
                e.clientSessionId(),
                e.notes(),
                new Envelope.Client(null, null, null, null, traceparent),
                e.beacon());
    }

    /** The same event, of which the vendor behind this sink has heard already. */
    public static Envelope carriedTo(String sink, Envelope e) {
        Envelope.Notes notes = new Envelope.Notes(
                e.notes().authenticated(),
                sink,
                e.notes().attribution(),
                e.notes().idempotencyKey());
        return new Envelope(
                e.dialect(),
                e.section(),
                e.type(),
                e.deviceId(),
                e.sessionId(),
                e.clientSessionId(),
                notes,
                e.client(),
                e.beacon());
    }

    public static Delivery delivery(long seq, long timeMillis, Envelope envelope) {
        return new Delivery(new Kept(seq, timeMillis, envelope), section(), new FakeDialect(), "weir-");
    }

    public static String product(Delivery delivery) {
        return new String(delivery.envelope().beacon().body(), StandardCharsets.UTF_8);
    }
}
