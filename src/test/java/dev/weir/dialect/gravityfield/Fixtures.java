package dev.weir.dialect.gravityfield;

import dev.weir.dialect.Call;
import dev.weir.dialect.Head;
import dev.weir.dialect.Ids;
import dev.weir.dialect.Part;
import dev.weir.dialect.Route;
import dev.weir.event.Beacon;
import dev.weir.event.Envelope;
import dev.weir.event.EventType;
import dev.weir.event.RejectedException;
import dev.weir.event.Section;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A dialect that always seals alike, in front of one vendor, and requests to it. */
final class Fixtures {

    static final String VENDOR = "https://vendor.example";
    static final String ORIGIN = "https://t.shop.example";
    static final String KEY = "gfk_live_5d0c2a91e7";
    static final Ids IDS = new Ids("0123456789abcdef01234567", "7f3a9c52-6f0e-4c1c-9b51-2d8a7e64b1c0");

    private Fixtures() {}

    static GravityField dialect() {
        return new GravityField(urls());
    }

    static EngagementUrls urls() {
        return new EngagementUrls(
                "a key of the tests, 32 bytes long".getBytes(StandardCharsets.US_ASCII), List.of(URI.create(VENDOR)));
    }

    static Section section() {
        return section("demo", Map.of());
    }

    static Section section(String name, Map<String, String> fallbacks) {
        return new Section(
                name,
                Map.of(GravityField.LABEL, keys()),
                Section.Reading.LENIENT,
                Section.Answers.HELPFUL,
                Section.Limit.DEFAULT,
                Section.Identity.DEFAULT,
                List.of(),
                Map.of(),
                Map.of(GravityField.LABEL, fallbacks));
    }

    static List<Section.Key> keys() {
        return List.of(new Section.Key("main", KEY));
    }

    static Call post(String path, String json) throws RejectedException {
        Beacon beacon = new Beacon("POST", path, "", Beacon.BodyKind.JSON, json.getBytes(StandardCharsets.UTF_8));
        return dialect().read(new Route("POST", path), beacon, head("Bearer " + KEY));
    }

    static Call get(String path) throws RejectedException {
        return dialect().read(Endpoint.ENGAGEMENT_URL, Beacon.withoutBody("GET", path, ""), head("Bearer " + KEY));
    }

    static Head head(String authorization) {
        return new Head(authorization, "application/json", ORIGIN);
    }

    /** The events of a request that is taken. */
    static List<Part.Meant> parts(String path, String json) throws RejectedException {
        return post(path, json).parts(section()).stream()
                .map(part -> (Part.Meant) part)
                .toList();
    }

    /** An event as it lies in the journal, of a client that named no session. */
    static Envelope envelope(Beacon beacon) {
        return envelope(beacon, Envelope.Client.UNKNOWN);
    }

    static Envelope envelope(Beacon beacon, Envelope.Client client) {
        return new Envelope(
                GravityField.LABEL,
                "demo",
                EventType.PAGE,
                IDS.deviceId(),
                IDS.sessionId(),
                null,
                Envelope.Notes.AUTHENTICATED,
                client,
                beacon);
    }

    static String text(byte[] json) {
        return new String(json, StandardCharsets.UTF_8);
    }
}
