package dev.weir.relay.fake;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Call;
import dev.weir.dialect.Dialect;
import dev.weir.dialect.Head;
import dev.weir.dialect.Outbound;
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
import java.util.List;
import java.util.stream.Stream;

/** Every event but a full-sync is a view of the product that the body names; the vendor gets the beacon with the key in its query. */
public class FakeDialect implements Dialect {

    public static final String LABEL = "fake";
    /** A body that no version can decode. */
    public static final String UNDECODABLE = "undecodable";

    private String query;

    /** From now on the vendor gets just this query. */
    public FakeDialect sendingQuery(String fixed) {
        query = fixed;
        return this;
    }

    @Override
    public String label() {
        return LABEL;
    }

    @Override
    public List<Route> routes() {
        return List.of(new Route("POST", "/push"));
    }

    @Override
    public Call read(Route route, Beacon beacon, Head head) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Answer rejected(RejectedException rejected) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Event decode(Envelope envelope) throws RejectedException {
        String body = new String(envelope.beacon().body(), StandardCharsets.UTF_8);
        if (body.equals(UNDECODABLE)) {
            throw new RejectedException(Rejection.MALFORMED_JSON, null, "no JSON (expected: an object)");
        }
        return switch (envelope.type()) {
            case CART_SYNC -> new Event.FullSync(Context.EMPTY, ItemList.CART, items(body));
            case WISH_SYNC -> new Event.FullSync(Context.EMPTY, ItemList.WISH, items(body));
            default -> new Event.View(Context.EMPTY, Item.of(body));
        };
    }

    private static List<Item> items(String words) {
        return words.isBlank()
                ? List.of()
                : Stream.of(words.split(" ")).map(Item::of).toList();
    }

    @Override
    public Outbound outbound(Envelope envelope, long acceptedMillis, List<Section.Key> keys) {
        Beacon in = envelope.beacon();
        return Outbound.of(new Beacon(
                in.method(),
                in.path(),
                query == null ? "shop_id=" + keys.get(0).id() : query,
                in.bodyKind(),
                in.body()));
    }

    /** The beacon with the key in its query, and {@code reencoded} behind it. */
    @Override
    public Outbound reencoded(Envelope envelope, long acceptedMillis, List<Section.Key> keys) {
        Beacon in = outbound(envelope, acceptedMillis, keys).beacon();
        return Outbound.of(new Beacon(in.method(), in.path(), in.query() + "&reencoded", in.bodyKind(), in.body()));
    }

    @Override
    public void checkFallback(String name, String json) {
        throw new UnsupportedOperationException();
    }
}
