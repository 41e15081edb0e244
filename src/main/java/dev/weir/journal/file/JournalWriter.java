package dev.weir.journal.file;

import dev.weir.event.Envelope;
import dev.weir.event.Promise;
import dev.weir.journal.EnvelopeCodec;
import dev.weir.journal.HandOver;
import dev.weir.journal.HandOver.Pending;
import dev.weir.journal.Journal.Failure;
import dev.weir.journal.JournalLoad;
import dev.weir.journal.JournalReader.Entry.Kept;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes. Takes what waits as a group, writes it in one piece, forces once, publishes,
 * acknowledges. Any error of a write or a force ends it for good: the group and all that waits fail.
 */
final class JournalWriter implements Runnable, JournalLoad {

    private static final Logger LOG = LoggerFactory.getLogger(JournalWriter.class);
    private static final int GROUP_EVENTS = 8192;
    private static final int GROUP_BYTES = 1024 * 1024;
    /** A group of a turn's events costs a disk hardly more than a group of one, and this is no more than such a disk takes for it. */
    private static final long MOST_GATHERED_NANOS = 250_000;
    /** Beyond every bound, and small enough to be padded. */
    private static final int MOST_COUNTED = Integer.MAX_VALUE - 7;

    private final FileJournalOptions options;
    private final HandOver handOver;
    private final FileSupply supply;
    private final RecentRecords recent;
    private final InstantSource clock;
    private final LongSupplier nanoTime;
    private final JournalMetrics metrics;
    private final Tempo tempo = new Tempo();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    private final ByteBuffer buffer;
    private final int maxBatchBytes;
    private final @Nullable Pending[] group = new Pending[GROUP_EVENTS];
    private int groupSize;
    /** More than the group's size when there are batches in it. */
    private int groupEvents;
    /** In hand: for the next group, or being placed. */
    private @Nullable Pending carried;

    private ActiveFile active;
    private long nextSeq;
    private long groupMillis;
    /** Events and batches that no record could hold. */
    private long tooLarge;

    private volatile long lastSeq;
    private volatile boolean failed;

    JournalWriter(
            FileJournalOptions options,
            HandOver handOver,
            FileSupply supply,
            Recovery.Recovered recovered,
            RecentRecords recent,
            InstantSource clock,
            LongSupplier nanoTime,
            JournalMetrics metrics) {
        this.options = options;
        this.handOver = handOver;
        this.supply = supply;
        this.active = recovered.active();
        this.nextSeq = recovered.nextSeq();
        this.lastSeq = nextSeq - 1;
        this.recent = recent;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.metrics = metrics;
        this.buffer = ByteBuffer.allocateDirect(Math.max(GROUP_BYTES, RecordFormat.padded(options.maxRecordBytes())));
        this.maxBatchBytes = (int) Math.min(buffer.capacity(), options.fileBytes() / 4);
    }

    /** The newest number that readers may see. */
    long lastSeq() {
        return lastSeq;
    }

    boolean hasFailed() {
        return failed;
    }

    @Override
    public long delayNanos() {
        return tempo.delayNanos(nanoTime.getAsLong());
    }

    @Override
    public boolean isCrowded() {
        return tempo.isCrowd(handOver.depth());
    }

    void onGrowth(Runnable listener) {
        listeners.add(listener);
    }

    @Override
    public void run() {
        try {
            work();
        } catch (IOException | RuntimeException | Error e) {
            onFailure(e);
        } finally {
            tempo.rest();
            handOver.end(failed ? Failure.FAILED : Failure.CLOSED);
        }
        closeFile();
    }

    private void work() throws IOException {
        while (true) {
            boolean isLeftOver = carried != null;
            Pending first = next();
            if (first != null) {
                tempo.begin(nanoTime.getAsLong(), first.handedOverNanos(), isLeftOver);
                gather(first);
                int size = groupSize;
                commit();
                tempo.end(nanoTime.getAsLong(), size);
            } else {
                tempo.rest();
                active.mark(nextSeq - 1, clock.millis());
                if (!handOver.await()) {
                    active.force();
                    return;
                }
            }
        }
    }

    private @Nullable Pending next() {
        Pending first = carried;
        carried = null;
        if (first == null) {
            handOver.gather(MOST_GATHERED_NANOS);
            return handOver.poll();
        }
        return first;
    }

    private void gather(Pending first) throws IOException {
        groupMillis = clock.millis();
        for (Pending next = first; next != null; next = groupSize < group.length ? handOver.poll() : null) {
            carried = next;
            int length = lengthOf(next);
            boolean possible = length >= 0 && length <= maxBytes(next);
            if (groupSize > 0 && possible && !fits(length)) {
                return;
            }
            if (!possible) {
                refuse(next, length);
            } else if (fits(length) || rotate()) {
                place(next);
            } else {
                next.fail(Failure.DISK_FULL);
            }
            carried = null;
        }
    }

    /** What a record fits into, at its longest or by its bytes; -1 if they cannot be counted. */
    private int lengthOf(Pending pending) {
        // Fast path: what fits at its longest need not be measured.
        int most = recordBytes(pending, false);
        return most < 0 || (most <= maxBytes(pending) && fits(most)) ? most : recordBytes(pending, true);
    }

    /** The bytes of the record of an event or a batch, or how many they are at most; -1 if they cannot be counted. */
    private static int recordBytes(Pending pending, boolean isExact) {
        try {
            long bytes = RecordFormat.HEADER_BYTES;
            if (pending.events() > 1) {
                bytes += RecordFormat.COUNT_BYTES + (long) pending.events() * RecordFormat.EVENT_LENGTH_BYTES;
            }
            for (int i = 0; i < pending.events(); i++) {
                Envelope event = pending.event(i);
                bytes += isExact ? EnvelopeCodec.bytesOf(event) : EnvelopeCodec.mostBytesOf(event);
            }
            return bytes > MOST_COUNTED ? MOST_COUNTED : RecordFormat.padded((int) bytes);
        } catch (RuntimeException e) {
            LOG.error("journal cannot measure an envelope", e);
            return -1;
        }
    }

    private int maxBytes(Pending pending) {
        return pending.events() > 1 ? maxBatchBytes : options.maxRecordBytes();
    }

    /** What can never be kept is no reason to stop. The log gets a line at counts of 1, 2, 4, 8 and so on. */
    private void refuse(Pending pending, int length) {
        if (length < 0) {
            pending.fail(Failure.FAILED);
            return;
        }
        tooLarge++;
        metrics.onTooLarge(pending.events());
        if ((tooLarge & (tooLarge - 1)) == 0) {
            LOG.warn(
                    "journal record too large: bytes={} (expected: <= {}) events={} count={}",
                    length,
                    maxBytes(pending),
                    pending.events(),
                    tooLarge);
        }
        pending.fail(Failure.TOO_LARGE);
    }

    private boolean fits(int length) {
        return length <= buffer.remaining() && active.hasRoom(buffer.position() + length);
    }

    private void place(Pending pending) {
        int start = buffer.position();
        buffer.position(start + RecordFormat.HEADER_BYTES);
        int events = pending.events();
        boolean isExact = events == 1 ? EnvelopeCodec.encode(pending.first(), buffer) : encodeAll(pending);
        byte type = events == 1 ? RecordFormat.EVENT : RecordFormat.BATCH;
        active.format().seal(buffer, start, nextSeq, groupMillis, type, EnvelopeCodec.VERSION);
        if (isExact) {
            remember(pending, start);
        }
        nextSeq += events;
        groupEvents += events;
        group[groupSize++] = pending;
    }

    private boolean encodeAll(Pending batch) {
        boolean isExact = true;
        buffer.putInt(batch.events());
        for (int i = 0; i < batch.events(); i++) {
            int start = buffer.position();
            buffer.putInt(0);
            isExact &= EnvelopeCodec.encode(batch.event(i), buffer);
            buffer.putInt(start, buffer.position() - start - RecordFormat.EVENT_LENGTH_BYTES);
        }
        return isExact;
    }

    /** For readers at the end, who see it no sooner than {@link #lastSeq} says. */
    private void remember(Pending pending, int start) {
        long offset = active.position() + start;
        long end = active.position() + buffer.position();
        Kept first = new Kept(nextSeq, groupMillis, pending.first(), pending.meaning());
        recent.add(new RecentRecord(active.header().baseSeq(), offset, end, first, others(pending)), pending.bytes());
    }

    private List<Kept> others(Pending pending) {
        // Fast path: a single event.
        if (pending.events() == 1) {
            return List.of();
        }
        Kept[] others = new Kept[pending.events() - 1];
        for (int i = 0; i < others.length; i++) {
            others[i] = new Kept(nextSeq + 1 + i, groupMillis, pending.event(i + 1));
        }
        return List.of(others);
    }

    /** Begins the next file; false when there is no room for one. The group is empty. */
    private boolean rotate() throws IOException {
        ActiveFile next = supply.begin(nextSeq);
        if (next == null) {
            return false;
        }
        active.close();
        active = next;
        return true;
    }

    private void commit() throws IOException {
        if (groupSize == 0) {
            return;
        }
        Promise promise = options.durability();
        if (promise == Promise.MEMORY) {
            acknowledge();
        }
        // The acknowledgements are other people's code: an interrupt that they left behind would close the file.
        Thread.interrupted();
        active.append(buffer.flip());
        if (promise == Promise.FSYNC) {
            force();
        }
        buffer.clear();
        lastSeq = nextSeq - 1;
        metrics.onGroup(groupEvents);
        if (promise != Promise.MEMORY) {
            acknowledge();
        }
        groupSize = 0;
        groupEvents = 0;
        for (Runnable listener : listeners) {
            tell(listener);
        }
        Thread.interrupted();
    }

    private void force() throws IOException {
        long start = nanoTime.getAsLong();
        active.force();
        metrics.onForce(nanoTime.getAsLong() - start);
    }

    private void acknowledge() {
        long seq = nextSeq - groupEvents;
        long now = nanoTime.getAsLong();
        for (int i = 0; i < groupSize; i++) {
            Pending pending = Objects.requireNonNull(group[i]);
            group[i] = null;
            pending.keep(seq);
            seq += pending.events();
            metrics.onKept(now - pending.handedOverNanos(), pending.events());
        }
    }

    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            LOG.error("journal growth listener threw", e);
        }
    }

    private void onFailure(Throwable why) {
        failed = true;
        LOG.error("journal failed for good, nothing more is acknowledged: dir={}", options.dir(), why);
        for (int i = 0; i < groupSize; i++) {
            Pending pending = group[i];
            if (pending != null) {
                pending.fail(Failure.FAILED);
            }
        }
        if (carried != null) {
            carried.fail(Failure.FAILED);
            carried = null;
        }
    }

    private void closeFile() {
        try {
            active.close();
        } catch (IOException e) {
            LOG.warn("journal file did not close: dir={}", options.dir(), e);
        }
    }
}
