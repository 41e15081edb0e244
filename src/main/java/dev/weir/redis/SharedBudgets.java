package dev.weir.redis;

import dev.weir.lease.Away;
import dev.weir.lease.Claim;
import dev.weir.lease.Grant;
import dev.weir.lease.LeaseStore;
import dev.weir.lease.Lessor;
import dev.weir.lease.Terms;
import dev.weir.lease.Ticker;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Budgets whose buckets are in Redis. */
final class SharedBudgets implements RedisLink.Listener {

    /** What a connection is tried with: a budget that nobody has. */
    private static final Claim TRIAL = new Claim("trial", new Terms(1, 1, false), null, false, 0, 0, 0, 0, null);

    private static final Away NOT_AWAY = new Away(0, 0, 1);

    private static final long NANOS_PER_MICRO = 1_000;
    private static final int REPLY_PARTS = 5;

    private final RedisLink link;
    private final String prefix;
    private final String node;
    private final String born;
    private final RedisScript script = RedisScript.of("lease.lua");
    private final String bornScript = RedisScript.text("born.lua");
    private final Lessor lessor;
    private boolean hasHeld;

    SharedBudgets(
            RedisLink link,
            RedisOptions options,
            String node,
            LongSupplier nanoTime,
            RandomGenerator random,
            MeterRegistry meters) {
        this.link = link;
        this.prefix = options.prefix() + "budget:";
        this.born = options.prefix() + "born";
        this.node = node;
        this.lessor = new Lessor(options.leases(), new Claims(), new Loop(), nanoTime, random);
        gauge("lease", "Budgets that this node shares with the others", lessor::shared, meters);
        gauge("part", "Budgets of which this node goes by its own part", lessor::local, meters);
    }

    private static void gauge(
            String by, String description, java.util.function.Supplier<Number> count, MeterRegistry meters) {
        Gauge.builder("weir.budgets", count)
                .description(description)
                .tag("by", by)
                .register(meters);
    }

    @Override
    public void onBack() {
        lessor.onBack();
    }

    @Override
    public void onLost() {
        lessor.onLost();
    }

    Lessor lessor() {
        return lessor;
    }

    /** The script is there, and may be run and write. */
    Future<Void> prepare(RedisConnection connection) {
        Request begun =
                Request.cmd(Command.EVAL).arg(bornScript).arg(1).arg(born).arg(hasHeld ? 1 : 0);
        return connection
                .send(begun)
                .compose(unused -> script.prepare(connection))
                .compose(unused -> connection.send(request(TRIAL, Duration.ofSeconds(1))))
                .onSuccess(unused -> hasHeld = true)
                .mapEmpty();
    }

    private Request request(Claim claim, Duration term) {
        Request request = script.call(prefix + claim.budget(), born);
        arguments(node, claim, term).forEach(argument -> request.arg(argument.toString()));
        return request;
    }

    /** What the script is given: see its head. */
    static List<Object> arguments(String node, Claim claim, Duration term) {
        Terms configured = claim.configured();
        Terms ordered = claim.ordered() == null ? configured : claim.ordered();
        Away away = claim.away() == null ? NOT_AWAY : claim.away();
        return List.of(
                node,
                term.toNanos() / NANOS_PER_MICRO,
                flag(claim.isLive()),
                claim.holds(),
                claim.returned(),
                claim.charge(),
                claim.wanted(),
                configured.refillPerSecond(),
                configured.capacity(),
                flag(configured.countsOnly()),
                flag(claim.ordered() != null),
                ordered.refillPerSecond(),
                ordered.capacity(),
                flag(ordered.countsOnly()),
                away.nanos() / NANOS_PER_MICRO,
                away.refilled(),
                away.nodes());
    }

    private static int flag(boolean isSo) {
        return isSo ? 1 : 0;
    }

    private static @Nullable Grant grant(@Nullable Response reply) {
        if (reply == null || reply.size() != REPLY_PARTS) {
            return null;
        }
        Terms inForce = new Terms(
                Long.parseLong(reply.get(2).toString()),
                Long.parseLong(reply.get(3).toString()),
                "1".equals(reply.get(4).toString()));
        return new Grant(reply.get(0).toLong(), reply.get(1).toLong(), inForce);
    }

    private final class Claims implements LeaseStore {
        @Override
        public void claim(Claim claim, Duration term, Consumer<@Nullable Grant> answered) {
            link.send(request(claim, term), reply -> answered.accept(grant(reply)));
        }
    }

    private final class Loop implements Ticker {
        private static final long NANOS_PER_MILLI = 1_000_000;

        @Override
        public void execute(Runnable action) {
            link.context().runOnContext(unused -> action.run());
        }

        @Override
        public void after(long nanos, Runnable action) {
            link.context().owner().setTimer(Math.max(1, nanos / NANOS_PER_MILLI), unused -> action.run());
        }
    }
}
