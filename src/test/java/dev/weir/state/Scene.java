package dev.weir.state;

import dev.weir.event.Beacon;
import dev.weir.event.Context;
import dev.weir.event.Envelope;
import dev.weir.event.Event;
import dev.weir.event.Item;
import dev.weir.event.ItemList;
import dev.weir.event.RejectedException;
import dev.weir.event.Rejection;
import dev.weir.journal.Journal;
import dev.weir.journal.ReleasePoint;
import dev.weir.relay.fake.FakeDialect;
import dev.weir.relay.fake.FakeJournal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** A journal in memory, a folder, two clocks, and events that are decoded to just what was journalled. */
final class Scene implements AutoCloseable {

    static final String SECTION = "shop";
    static final long START_MILLIS = 1_790_000_000_000L;

    final FakeJournal journal = new FakeJournal();
    final ReleasePoint releasePoint = new ReleasePoint(journal);
    final AtomicLong wall = new AtomicLong(START_MILLIS);
    /** By how many milliseconds somebody has set the wall clock. */
    final AtomicLong setForward = new AtomicLong();

    final AtomicLong nanos = new AtomicLong(1);
    final Path dir;
    private final List<Event> events = Collections.synchronizedList(new ArrayList<>());
    private SimpleMeterRegistry meters = new SimpleMeterRegistry();

    Scene() {
        try {
            dir = Files.createTempDirectory("weir-state");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    StateKeeper.Setup setup(StateOptions options) {
        return setup(options, journal);
    }

    /** Of a process that has just begun, with meters of its own. */
    StateKeeper.Setup setup(StateOptions options, Journal seen) {
        meters = new SimpleMeterRegistry();
        return new StateKeeper.Setup(
                dir,
                options,
                seen,
                releasePoint,
                label -> label.equals(FakeDialect.LABEL) ? new Decoder() : null,
                section -> !section.equals("without-conversions"),
                () -> Instant.ofEpochMilli(wall.get() + setForward.get()),
                () -> Instant.ofEpochMilli(wall.get()),
                nanos::get,
                new Random(7),
                meters);
    }

    StateKeeper open(StateOptions options) {
        try {
            return StateKeeper.open(setup(options));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    double counted(String name, String... tags) {
        return meters.get(name).tags(tags).counter().count();
    }

    double shown(String name, String... tags) {
        return meters.get(name).tags(tags).gauge().value();
    }

    /** Journals an event at this moment. */
    long happens(String device, Event event) {
        return journal.add(
                wall.get() + setForward.get(), envelope(SECTION, device, "sid-" + device, null, null, event));
    }

    Envelope envelope(
            String section, String device, String session, String clientSession, String idempotencyKey, Event event) {
        events.add(event);
        byte[] body = String.valueOf(events.size() - 1).getBytes(StandardCharsets.UTF_8);
        return new Envelope(
                FakeDialect.LABEL,
                section,
                event.type(),
                device,
                session,
                clientSession,
                new Envelope.Notes(false, null, Envelope.Attribution.NOT_ASKED, idempotencyKey),
                Envelope.Client.UNKNOWN,
                new Beacon("POST", "/push", "", Beacon.BodyKind.JSON, body));
    }

    static Context known(Map<String, String> identifiers) {
        return new Context(null, null, null, null, null, null, null, identifiers);
    }

    static Event.View view(String id) {
        return new Event.View(Context.EMPTY, Item.of(id));
    }

    static Event.Delta put(String id, Integer quantity) {
        return new Event.Delta(Context.EMPTY, ItemList.CART, true, List.of(item(id, quantity)));
    }

    static Event.Delta takeOff(String id, Integer quantity) {
        return new Event.Delta(Context.EMPTY, ItemList.CART, false, List.of(item(id, quantity)));
    }

    static Event.FullSync sync(Item... items) {
        return new Event.FullSync(Context.EMPTY, ItemList.CART, List.of(items));
    }

    static Event.FullSync clear(Map<String, String> identifiers) {
        return new Event.FullSync(known(identifiers), ItemList.CART, List.of());
    }

    static Event.Purchase purchase(Item... items) {
        return new Event.Purchase(Context.EMPTY, "order", null, List.of(items), Map.of());
    }

    static Event.Conversion conversion() {
        return new Event.Conversion(Context.EMPTY, "signup", null, null, Map.of());
    }

    static Item item(String id, Integer quantity) {
        return new Item(id, quantity, null, null);
    }

    @Override
    public void close() {
        try {
            Files.walkFileTree(dir, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.delete(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, IOException failure) throws IOException {
                    Files.delete(folder);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private final class Decoder extends FakeDialect {
        @Override
        public Event decode(Envelope envelope) throws RejectedException {
            String body = new String(envelope.beacon().body(), StandardCharsets.UTF_8);
            if (body.equals(UNDECODABLE)) {
                throw new RejectedException(Rejection.MALFORMED_JSON, null, "no JSON (expected: an object)");
            }
            return events.get(Integer.parseInt(body));
        }
    }
}
