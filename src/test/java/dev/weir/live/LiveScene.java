package dev.weir.live;

import dev.weir.event.Beacon;
import dev.weir.event.Context;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.EventType;
import dev.weir.event.Item;
import dev.weir.event.Promise;
import dev.weir.event.Rejection;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A live log in virtual time, with requests to write into it. */
final class LiveScene {

    static final List<String> SINKS = List.of("files", "vendor");

    final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private Instant now = Instant.parse("2026-01-31T12:00:00Z");
    final LiveLog log;
    int wakeUps;

    LiveScene() {
        this(LiveBounds.DEFAULT);
    }

    LiveScene(LiveBounds bounds) {
        log = new LiveLog(bounds, SINKS, () -> now, () -> now.toEpochMilli() * 1_000_000, registry);
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Watcher watch() {
        return watch(LiveFilter.ALL);
    }

    Watcher watch(LiveFilter filter) {
        return log.tryWatch(filter, -1, () -> wakeUps++);
    }

    /** A view that is kept under this number. */
    void view(String section, long seq) {
        accept(section, seq, new Event.View(Context.EMPTY, Item.of("p" + seq)));
    }

    /** Events that are kept under this number and those that follow. */
    void accept(String section, long seq, Event... events) {
        Sighting sighting = log.begin("POST", "/push", "203.0.113.0/24");
        sighting.onRoute("personaclick", "/push");
        sighting.onSection(section);
        sighting.onIds("dev1", "ses1");
        List<Envelope> kept = new ArrayList<>();
        List<String> verdicts = new ArrayList<>();
        for (Event event : events) {
            kept.add(envelope(section, event.type()));
            verdicts.add("accepted");
        }
        sighting.onKept(kept, seq);
        sighting.onEvents(List.of(events), verdicts);
        sighting.end(200, Promise.FSYNC);
    }

    void refuse(Rejection why) {
        Sighting sighting = log.begin("GET", "/*", null);
        sighting.onRejected(why);
        sighting.end(why.status(), null);
    }

    static Envelope envelope(String section, EventType type) {
        return new Envelope(
                "personaclick",
                section,
                type,
                "dev1",
                "ses1",
                null,
                Envelope.Notes.NONE,
                Envelope.Client.UNKNOWN,
                Beacon.withoutBody("POST", "/push", ""));
    }

    /** Everything that waits for a watcher. */
    static List<String> drain(Watcher watcher) {
        List<String> messages = new ArrayList<>();
        watcher.onAwake();
        for (byte[] next = watcher.poll(); next != null; next = watcher.poll()) {
            messages.add(new String(next, StandardCharsets.UTF_8));
        }
        return messages;
    }

    double counted(String meter) {
        return registry.get(meter).counter().count();
    }
}
