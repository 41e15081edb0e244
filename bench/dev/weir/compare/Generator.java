package dev.weir.compare;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * Sends requests from one thread over a fixed number of connections: as many as are answered, or by a schedule that waits for no
 * answer, where what finds no connection free waits for one and its latency counts from when it was due (coordinated omission).
 * Confined to the thread that runs it, which it keeps busy.
 */
final class Generator implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long SELECT_MILLIS = 100;

    private final Selector selector;
    private final List<Line> lines = new ArrayList<>();
    private final ArrayDeque<Line> idle = new ArrayDeque<>();
    private final Backlog backlog = new Backlog();
    private final SplittableRandom random = new SplittableRandom(7);
    private final Consumer<SelectionKey> reader = this::read;
    private boolean isClosedModel;
    private int busy;
    private long end;
    private Tally tally = new Tally();
    private IOException failure;

    Generator(InetSocketAddress server, Requests requests, boolean isHttp2, int connections) throws IOException {
        selector = Selector.open();
        for (int i = 0; i < connections; i++) {
            Line line = isHttp2 ? new Http2Line(server, selector, requests) : new Http1Line(server, selector, requests);
            lines.add(line);
            for (int slot = 0; slot < line.slots(); slot++) {
                idle.add(line);
            }
        }
    }

    /** As many as the server answers: what has an answer is followed by the next. */
    Tally closed(Duration duration) throws IOException {
        begin(duration, true);
        for (Line line = idle.poll(); line != null; line = idle.poll()) {
            send(line, System.nanoTime());
        }
        flush();
        while (busy > 0) {
            selector.select(reader, SELECT_MILLIS);
            fail();
            if (busy > 0 && System.nanoTime() > end + PATIENCE.toNanos()) {
                throw new IOException(busy + " requests without an answer");
            }
        }
        return finish();
    }

    /** @param rate requests a second, which fall due by chance, as those of many visitors do */
    Tally open(double rate, Duration duration) throws IOException {
        begin(duration, false);
        long start = end - duration.toNanos();
        double due = 0;
        long now = System.nanoTime();
        while (now < end || busy + backlog.size() > 0) {
            while (due < Math.min(now, end) - start) {
                backlog.offer(start + (long) due);
                due += random.nextExponential() * 1e9 / rate;
            }
            sendWaiting(now);
            selector.selectNow(reader);
            fail();
            now = System.nanoTime();
            if (busy + backlog.size() > 0 && now > end + PATIENCE.toNanos()) {
                throw new IOException(busy + backlog.size() + " requests without an answer");
            }
        }
        tally.unsent = backlog.takeRefused();
        return finish();
    }

    private void begin(Duration duration, boolean isClosed) throws IOException {
        tally = new Tally();
        isClosedModel = isClosed;
        tally.wantedNanos = -wantedNanos();
        tally.wallNanos = -System.nanoTime();
        end = System.nanoTime() + duration.toNanos();
        tally.duration = duration;
    }

    private Tally finish() throws IOException {
        tally.wantedNanos += wantedNanos();
        tally.wallNanos += System.nanoTime();
        return tally;
    }

    /** For how long this thread has had a core, or stood in line for one. */
    private static long wantedNanos() throws IOException {
        String[] had = Files.readString(Path.of("/proc/thread-self/schedstat")).split(" ");
        return Long.parseLong(had[0]) + Long.parseLong(had[1]);
    }

    private void sendWaiting(long now) throws IOException {
        while (!backlog.isEmpty() && !idle.isEmpty()) {
            boolean isOverdue = backlog.isBehind();
            long due = backlog.poll();
            if (!isOverdue) {
                // Nothing but the generator itself kept it.
                tally.lagMicros.recordValue((now - due) / 1_000);
            }
            Line line = idle.poll();
            send(line, due);
            line.flush();
        }
        backlog.markBehind(idle.isEmpty());
    }

    private void send(Line line, long due) throws IOException {
        busy++;
        line.send(due);
    }

    private void flush() throws IOException {
        for (Line line : lines) {
            line.flush();
        }
    }

    private void read(SelectionKey key) {
        Line line = (Line) key.attachment();
        try {
            line.read(this::onAnswer);
            line.flush();
        } catch (IOException gone) {
            failure = gone;
        }
    }

    private void onAnswer(Line line, int status, long due) {
        long now = System.nanoTime();
        busy--;
        tally.onAnswer(status, now - due, now <= end);
        if (!isClosedModel || now >= end) {
            idle.add(line);
            return;
        }
        try {
            send(line, now);
        } catch (IOException gone) {
            failure = gone;
        }
    }

    private void fail() throws IOException {
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() throws IOException {
        for (Line line : lines) {
            line.close();
        }
        selector.close();
    }
}
