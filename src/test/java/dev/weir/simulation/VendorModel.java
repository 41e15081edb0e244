package dev.weir.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.relay.sink.Completion;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Outcome;
import dev.weir.relay.sink.Result;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A vendor who takes events, refuses some for good, fails, is late, and sometimes takes one and fails to say so. What it
 * does of an event depends on the event and the attempt alone. Safe for many threads.
 */
final class VendorModel implements Destination {

    private final long seed;
    private final List<Arrival> arrivals = new ArrayList<>();
    private final Set<Long> arrived = new HashSet<>();
    private final Map<Long, Integer> attempts = new HashMap<>();
    private final List<String> needless = new ArrayList<>();
    private boolean isWell;

    VendorModel(long seed) {
        this.seed = seed;
    }

    @Override
    public String name() {
        return Shops.VENDOR;
    }

    @Override
    public boolean refuses(long seq) {
        return new SplittableRandom(seed ^ seq).nextInt(9) == 0;
    }

    @Override
    public synchronized boolean has(long seq) {
        return arrived.contains(seq);
    }

    @Override
    public synchronized void getWell() {
        isWell = true;
    }

    @Override
    public synchronized long repeats() {
        return arrivals.size() - arrived.size();
    }

    @Override
    public Line connect(Death death) {
        return new VendorLine(death);
    }

    @Override
    public synchronized void requireComplete(Ledger ledger) {
        Map<String, Long> latest = new HashMap<>();
        Map<Long, String> keys = new HashMap<>();
        for (Arrival arrival : arrivals) {
            Ledger.Entry entry = ledger.entry(arrival.seq);
            assertThat(arrival.number).as("request of event %s", arrival.seq).isEqualTo(entry.number());
            assertThat(entry.isOwedTo(name()))
                    .as("event %s of section %s is owed to the vendor", arrival.seq, entry.section())
                    .isTrue();
            String key = keys.putIfAbsent(arrival.seq, arrival.key);
            assertThat(arrival.key).as("key of event %s", arrival.seq).isEqualTo(key == null ? arrival.key : key);
            if (key == null && entry.device() != null) {
                Long before = latest.put(entry.section() + ' ' + entry.device(), arrival.seq);
                assertThat(before == null ? 0 : before)
                        .as("event of the same device that arrived before %s", arrival.seq)
                        .isLessThan(arrival.seq);
            }
        }
        assertThat(needless).as("deliveries of what was settled").isEmpty();
        assertThat(new HashSet<>(keys.values())).as("keys").hasSize(keys.size());
        for (long seq = 1; seq <= ledger.lastSeq(); seq++) {
            boolean isDue = ledger.entry(seq).isOwedTo(name()) && !refuses(seq);
            assertThat(arrived.contains(seq)).as("event %s arrived", seq).isEqualTo(isDue);
        }
    }

    private synchronized Result answer(Delivery delivery) {
        long seq = delivery.seq();
        int attempt = attempts.merge(seq, 1, Integer::sum);
        int mood = isWell ? 9 : new SplittableRandom(seed + 31 * seq + attempt).nextInt(10);
        if (mood == 0) {
            return Result.unprocessed("stream refused");
        }
        if (mood == 1) {
            return Result.throttled(429, 40);
        }
        if (mood == 2) {
            return Result.unknown("reset before it was read");
        }
        if (refuses(seq)) {
            return Result.refused(400, "status 400");
        }
        arrivals.add(new Arrival(seq, Request.numberOf(delivery.envelope()), delivery.idempotencyKey()));
        arrived.add(seq);
        return mood == 3 ? Result.unknown("reset after it was read") : Result.DELIVERED;
    }

    private synchronized boolean isLate(Delivery delivery) {
        int attempt = attempts.getOrDefault(delivery.seq(), 0);
        return !isWell && new SplittableRandom(seed - 17 * delivery.seq() - attempt).nextInt(3) == 0;
    }

    /** In one life, what the vendor has taken or refused is not sent again. */
    private synchronized void note(Delivery delivery, long resumedAt) {
        needless.add("event " + delivery.seq() + " after a start at " + resumedAt);
    }

    private record Arrival(long seq, long number, String key) {}

    private record Open(Delivery delivery, Completion completion) {}

    private final class VendorLine extends Line {

        private final Death death;
        private final List<Open> late = new ArrayList<>();
        private final Set<Long> settled = new HashSet<>();
        private long resumedAt;

        VendorLine(Death death) {
            super(Shops.VENDOR, Order.DEVICE);
            this.death = death;
        }

        @Override
        public synchronized void resume(long nextSeq) {
            late.clear();
            resumedAt = nextSeq;
        }

        @Override
        public synchronized void deliver(List<Delivery> batch, Completion completion) {
            Delivery delivery = batch.get(0);
            onGiven();
            if (delivery.seq() < resumedAt || settled.contains(delivery.seq())) {
                note(delivery, resumedAt);
            }
            if (isLate(delivery)) {
                late.add(new Open(delivery, completion));
            } else {
                answer(new Open(delivery, completion));
            }
        }

        @Override
        public void flush() {
            onRound();
        }

        @Override
        synchronized void answerSome() {
            List<Open> now = List.copyOf(late.subList(0, (late.size() + 1) / 2));
            late.removeAll(now);
            now.forEach(this::answer);
        }

        private void answer(Open open) {
            if (!death.isSurvived(Moment.SINK_GIVEN)) {
                return;
            }
            Result result = VendorModel.this.answer(open.delivery);
            if (!death.isSurvived(Moment.SINK_TOOK)) {
                return;
            }
            if (result.outcome() == Outcome.DELIVERED || result.outcome() == Outcome.REFUSED) {
                settled.add(open.delivery.seq());
            }
            open.completion.complete(result);
        }
    }
}
