package dev.weir.redis;

import dev.weir.event.Item;
import dev.weir.redis.UntoldChanges.Told;
import dev.weir.state.CartChange;
import dev.weir.state.SharedCarts;
import dev.weir.state.StateOptions;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carts in Redis: bounded in count, in lines and in age. Changes are sent in their order, and again until they are answered; since
 * they are numbered, one that comes twice counts once. While there is no Redis they wait, so many and no more.
 */
final class RedisCarts implements SharedCarts, RedisLink.Listener {

    private static final long NANOS_PER_MILLI = 1_000_000;

    private final RedisLink link;
    private final String prefix;
    private final String node;
    private final Duration answerWithin;
    private final StateOptions bounds;
    private final LongSupplier nanoTime;
    private final RedisErasure erasure;
    private final RedisScript script = RedisScript.ofHashes("carts.lua");
    private final Counter found;
    private final Counter unknown;
    private final Counter late;
    /** From here on all is confined to the link's loop. */
    private final UntoldChanges untold;

    private long lastNumber;

    /** @param node a name that no other process has, nor had before */
    RedisCarts(
            RedisLink link,
            RedisOptions options,
            String node,
            StateOptions bounds,
            LongSupplier nanoTime,
            MeterRegistry meters) {
        this.link = link;
        this.prefix = options.prefix();
        this.node = node;
        this.answerWithin = options.answerWithin();
        this.bounds = bounds;
        this.nanoTime = nanoTime;
        this.erasure = new RedisErasure(link, options.prefix());
        Outcomes asked =
                new Outcomes("weir.carts.shared", "Questions for a cart, by whether nodes together knew it", meters);
        this.found = asked.of("found");
        this.unknown = asked.of("unknown");
        this.late = asked.of("late");
        this.untold = new UntoldChanges(Counter.builder("weir.carts.untold")
                .description("Changes of carts that other nodes never hear of, because too many waited for Redis")
                .register(meters));
    }

    /** The script is there. */
    Future<Void> prepare(RedisConnection connection) {
        return script.prepare(connection);
    }

    @Override
    public void onBack() {
        untold.onLinkLost();
        sendWaiting();
    }

    @Override
    public void onLost() {
        // What was sent is sent again when it is back.
    }

    @Override
    public void change(String section, String deviceId, CartChange change) {
        String device = DeviceDigest.of(section, deviceId);
        long now = nanoTime.getAsLong();
        link.execute(() -> {
            untold.add(new Told(device, change, ++lastNumber, now));
            sendWaiting();
        });
    }

    @Override
    public Consumer<List<Item>> ask(String section, String deviceId, Consumer<List<Item>> answer) {
        Context asker = Vertx.currentContext();
        return known -> {
            if (!link.isUp()) {
                late.increment();
                answer.accept(known);
                return;
            }
            AtomicReference<List<Item>> best = new AtomicReference<>(known);
            Turn turn = link.turn(asker, answerWithin, () -> answer.accept(best.get()), late);
            String device = DeviceDigest.of(section, deviceId);
            link.execute(() -> {
                // What this node knows and has not told yet must be in the answer.
                if (!untold.areSent()) {
                    turn.onNoAnswer();
                } else {
                    send(request("ask", device, 0, 0), known, best, turn);
                }
            });
        };
    }

    private void send(Request request, List<Item> known, AtomicReference<List<Item>> best, Turn turn) {
        link.send(request, reply -> {
            if (reply == null) {
                turn.onNoAnswer();
                return;
            }
            List<Item> items = items(reply);
            best.set(items == null ? known : items);
            (items == null ? unknown : found).increment();
            turn.onAnswer();
        });
    }

    @Override
    public void forget(String section, Set<String> deviceIds) throws IOException, InterruptedException {
        erasure.forget(section, deviceIds);
    }

    private void sendWaiting() {
        for (Told next = tryNext(); next != null; next = tryNext()) {
            link.send(request(next), reply -> {
                if (reply != null) {
                    untold.onAnswered();
                    sendWaiting();
                }
            });
        }
    }

    private @Nullable Told tryNext() {
        return link.canSend() ? untold.trySend() : null;
    }

    private Request request(Told told) {
        CartChange change = told.change();
        long ageMillis = Math.max(0, nanoTime.getAsLong() - told.nanos()) / NANOS_PER_MILLI;
        Request request = request(change.kind().label(), told.device(), told.number(), ageMillis);
        add(request, change.lines());
        if (change.kind() != CartChange.Kind.SYNC) {
            add(request, change.result());
        }
        return request;
    }

    private Request request(String what, String device, long number, long ageMillis) {
        return script.call(prefix + "carts:young", prefix + "carts:old")
                .arg(what)
                .arg(device)
                .arg(node)
                .arg(number)
                .arg(ageMillis)
                .arg(bounds.cartAge().toMillis())
                .arg(bounds.maxCarts())
                .arg(bounds.maxCartItems());
    }

    private static void add(Request request, Map<String, Integer> lines) {
        request.arg(lines.size());
        lines.forEach((item, quantity) -> request.arg(item).arg(quantity));
    }

    /** Null if nothing is known of the cart. */
    private static @Nullable List<Item> items(Response reply) {
        if (reply.size() == 0) {
            return null;
        }
        List<Item> items = new ArrayList<>();
        for (int i = 1; i + 1 < reply.size(); i += 2) {
            items.add(new Item(reply.get(i).toString(), reply.get(i + 1).toInteger(), null, null));
        }
        return items;
    }
}
