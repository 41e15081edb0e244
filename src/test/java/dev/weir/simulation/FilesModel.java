package dev.weir.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.relay.sink.Completion;
import dev.weir.relay.sink.Delivery;
import dev.weir.relay.sink.Result;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Files that get their lines in batches, of which some fail and some are cut by the process's death. After a restart they
 * know which lines they have, and take none twice. Safe for many threads.
 */
final class FilesModel implements Destination {

    private final long seed;
    private final List<Written> lines = new ArrayList<>();
    private final Set<Long> has = new HashSet<>();
    private boolean isWell;
    private int batches;
    private long repeats;

    FilesModel(long seed) {
        this.seed = seed;
    }

    @Override
    public String name() {
        return Shops.FILES;
    }

    @Override
    public boolean refuses(long seq) {
        return new SplittableRandom(seed + seq).nextInt(12) == 0;
    }

    @Override
    public synchronized boolean has(long seq) {
        return has.contains(seq);
    }

    @Override
    public synchronized void getWell() {
        isWell = true;
    }

    @Override
    public synchronized long repeats() {
        return repeats;
    }

    @Override
    public Line connect(Death death) {
        return new FilesLine(death);
    }

    @Override
    public synchronized void requireComplete(Ledger ledger) {
        List<Written> due = new ArrayList<>();
        for (long seq = 1; seq <= ledger.lastSeq(); seq++) {
            Ledger.Entry entry = ledger.entry(seq);
            if (entry.isOwedTo(name()) && !refuses(seq)) {
                due.add(new Written(seq, entry.number()));
            }
        }
        assertThat(lines).as("lines of the files").isEqualTo(due);
    }

    private synchronized void onRepeat() {
        repeats++;
    }

    private synchronized boolean fails() {
        batches++;
        return !isWell && new SplittableRandom(seed * 7 + batches).nextInt(6) == 0;
    }

    private synchronized void write(List<Open> batch) {
        for (Open open : batch) {
            lines.add(new Written(open.delivery.seq(), Request.numberOf(open.delivery.envelope())));
            has.add(open.delivery.seq());
        }
    }

    private record Written(long seq, long number) {}

    private record Open(Delivery delivery, Completion completion) {}

    private final class FilesLine extends Line {

        private final Death death;
        private final List<Open> collected = new ArrayList<>();
        private long resumedAfter;

        FilesLine(Death death) {
            super(Shops.FILES, Order.JOURNAL);
            this.death = death;
        }

        @Override
        public void resume(long nextSeq) {
            collected.clear();
            synchronized (FilesModel.this) {
                resumedAfter = lines.isEmpty() ? 0 : lines.get(lines.size() - 1).seq;
            }
        }

        @Override
        public void deliver(List<Delivery> batch, Completion completion) {
            Delivery delivery = batch.get(0);
            onGiven();
            if (!death.isSurvived(Moment.SINK_GIVEN)) {
                return;
            }
            if (refuses(delivery.seq())) {
                completion.complete(Result.refused(0, "no line"));
            } else if (delivery.seq() <= resumedAfter && has(delivery.seq())) {
                onRepeat();
                completion.complete(Result.DELIVERED);
            } else {
                collected.add(new Open(delivery, completion));
            }
        }

        @Override
        public void flush() {
            List<Open> batch = List.copyOf(collected);
            collected.clear();
            if (!batch.isEmpty()) {
                flush(batch);
            }
            onRound();
        }

        private void flush(List<Open> batch) {
            if (death.hasCome()) {
                return;
            }
            if (!death.isSurvived(Moment.FILES_WRITTEN)) {
                write(batch.subList(0, new SplittableRandom(seed).nextInt(batch.size() + 1)));
                return;
            }
            boolean fails = fails();
            if (!fails) {
                write(batch);
            }
            if (death.isSurvived(Moment.SINK_TOOK)) {
                Result result = fails ? Result.unprocessed("write failed") : Result.DELIVERED;
                batch.forEach(open -> open.completion.complete(result));
            }
        }
    }
}
