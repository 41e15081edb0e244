package dev.weir.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Sends more than a server can bear, from one thread: requests fall due by a schedule that waits for no answer, and each leaves
 * on a connection of its own kind that has no other under way, as visitors do. What finds no connection waits for one, and its
 * latency counts from when it was due. Bounded in connections, in what waits, and in time.
 */
final class Flood implements AutoCloseable {

    private static final int MAX_WAITING = 20_000;
    private static final int DEVICES = 1_000;
    /** Few, so that no buyer waits while the answers of a thousand viewers are read, as none would. */
    private static final int READ_AT_ONCE = 16;

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Map<Kind, Lane> lanes = new EnumMap<>(Kind.class);
    private final SplittableRandom random = new SplittableRandom(42);
    private final byte[][] views = new byte[DEVICES][];
    private final String host;
    private long orders;

    Flood(URI server, int viewers, int buyers) throws IOException {
        this.host = server.getHost() + ":" + server.getPort();
        InetSocketAddress address = new InetSocketAddress(server.getHost(), server.getPort());
        lanes.put(Kind.VIEW, new Lane(Kind.VIEW, address, viewers));
        lanes.put(Kind.PURCHASE, new Lane(Kind.PURCHASE, address, buyers));
        for (int device = 0; device < DEVICES; device++) {
            views[device] = post("{\"event\":\"view\",\"shop_id\":\"shop\",\"did\":\"flood-" + device
                    + "\",\"seance\":\"flood-session-" + device
                    + "\",\"stream\":\"web\",\"items\":[{\"id\":\"100500\",\"price\":1290}]}");
        }
    }

    /** As many as the server answers: each connection of this many sends the next request when it has an answer. */
    Report closed(int connections, Duration duration) throws IOException {
        return run(Double.POSITIVE_INFINITY, 0.02, connections, duration);
    }

    /**
     * Requests at a rate, purchases among them.
     *
     * @param purchases their share, 0 to 1
     */
    Report open(double rate, double purchases, Duration duration) throws IOException {
        return run(rate, purchases, Integer.MAX_VALUE, duration);
    }

    private Report run(double rate, double purchases, int inFlight, Duration duration) throws IOException {
        lanes.values().forEach(Lane::reset);
        long start = System.nanoTime();
        long end = start + duration.toNanos();
        double due = 0;
        while (System.nanoTime() < end) {
            long now = System.nanoTime();
            while (rate == Double.POSITIVE_INFINITY ? busy() < inFlight : due < now - start) {
                Kind kind = random.nextDouble() < purchases ? Kind.PURCHASE : Kind.VIEW;
                lanes.get(kind).offer(rate == Double.POSITIVE_INFINITY ? now : start + (long) due);
                due += random.nextExponential() * 1e9 / Math.min(rate, 1e9);
            }
            turn();
        }
        Map<Kind, Tally> within = tallies();
        long late = end + PATIENCE.toNanos();
        while (busy() + waiting() > 0 && System.nanoTime() < late) {
            turn();
        }
        return new Report(duration, within, tallies());
    }

    private void turn() throws IOException {
        for (Lane lane : lanes.values()) {
            lane.sendWaiting();
            lane.readSome();
        }
    }

    private int busy() {
        return lanes.values().stream().mapToInt(lane -> lane.busy).sum();
    }

    private int waiting() {
        return lanes.values().stream().mapToInt(lane -> lane.waiting.size()).sum();
    }

    private Map<Kind, Tally> tallies() {
        Map<Kind, Tally> tallies = new EnumMap<>(Kind.class);
        lanes.forEach((kind, lane) -> tallies.put(kind, lane.tally.copy()));
        return tallies;
    }

    private byte[] request(Kind kind) {
        int device = random.nextInt(DEVICES);
        if (kind == Kind.VIEW) {
            return views[device];
        }
        return post("{\"event\":\"purchase\",\"shop_id\":\"shop\",\"did\":\"flood-" + device
                + "\",\"seance\":\"flood-session-"
                + device + "\",\"stream\":\"web\",\"order_id\":\"N" + orders++
                + "\",\"order_price\":1290,\"items\":[{\"id\":\"100500\",\"amount\":1,\"price\":1290}]}");
    }

    private byte[] post(String body) {
        return ("POST /push HTTP/1.1\r\nHost: " + host + "\r\nUser-Agent: flood\r\nContent-Type: application/json\r\n"
                        + "Content-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public void close() throws IOException {
        for (Lane lane : lanes.values()) {
            for (Line line : lane.lines) {
                line.channel.close();
            }
            lane.selector.close();
        }
    }

    enum Kind {
        VIEW,
        PURCHASE
    }

    /** The connections of one kind, and what waits for one. */
    private final class Lane {
        private final Kind kind;
        private final Selector selector = Selector.open();
        private final List<Line> lines = new ArrayList<>();
        private final ArrayDeque<Line> idle = new ArrayDeque<>();
        private final ArrayDeque<Long> waiting = new ArrayDeque<>();
        private Tally tally;
        private int busy;

        private Lane(Kind kind, InetSocketAddress address, int connections) throws IOException {
            this.kind = kind;
            this.tally = new Tally(kind);
            for (int i = 0; i < connections; i++) {
                SocketChannel channel = SocketChannel.open(address);
                channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
                channel.configureBlocking(false);
                Line line = new Line(channel, this);
                channel.register(selector, SelectionKey.OP_READ, line);
                lines.add(line);
                idle.add(line);
            }
        }

        private void reset() {
            waiting.clear();
            tally = new Tally(kind);
        }

        private void offer(long due) throws IOException {
            tally.due++;
            if (waiting.size() >= MAX_WAITING) {
                tally.unsent++;
            } else {
                waiting.add(due);
                sendWaiting();
            }
        }

        private void sendWaiting() throws IOException {
            while (!waiting.isEmpty() && !idle.isEmpty()) {
                idle.poll().send(request(kind), waiting.poll());
            }
        }

        private void readSome() throws IOException {
            if (selector.selectedKeys().isEmpty()) {
                selector.selectNow();
            }
            Iterator<SelectionKey> keys = selector.selectedKeys().iterator();
            for (int i = 0; i < READ_AT_ONCE && keys.hasNext(); i++) {
                ((Line) keys.next().attachment()).read();
                keys.remove();
            }
        }
    }

    /** One connection. */
    private final class Line {
        private final SocketChannel channel;
        private final Lane lane;
        private final ByteBuffer in = ByteBuffer.allocate(4_096);
        private long due;

        private Line(SocketChannel channel, Lane lane) {
            this.channel = channel;
            this.lane = lane;
        }

        private void send(byte[] request, long dueNanos) throws IOException {
            due = dueNanos;
            lane.busy++;
            lane.tally.sent++;
            ByteBuffer out = ByteBuffer.wrap(request);
            while (out.hasRemaining()) {
                // Far below a socket's buffer: it takes it at once.
                channel.write(out);
            }
        }

        private void read() throws IOException {
            if (channel.read(in) < 0) {
                channel.close();
                lane.busy--;
                lane.tally.lost++;
                return;
            }
            int head = indexOf(END_OF_HEAD);
            if (head < 0) {
                return;
            }
            String text = new String(in.array(), 0, head, StandardCharsets.ISO_8859_1);
            int length = Integer.parseInt(header(text, "content-length", "0"));
            if (in.position() < head + END_OF_HEAD.length + length) {
                return;
            }
            in.clear();
            lane.busy--;
            lane.idle.add(this);
            lane.tally.onAnswer(text, due, System.nanoTime());
        }

        private int indexOf(byte[] text) {
            for (int at = 0; at <= in.position() - text.length; at++) {
                int i = 0;
                while (i < text.length && in.get(at + i) == text[i]) {
                    i++;
                }
                if (i == text.length) {
                    return at;
                }
            }
            return -1;
        }
    }

    /** What became of the requests of one kind. */
    static final class Tally {
        private final Kind kind;
        private long due;
        private long sent;
        private long unsent;
        private long lost;
        private long acknowledged;
        private final Map<Integer, Long> refused = new TreeMap<>();
        private final Map<String, Long> retryAfters = new TreeMap<>();
        private final Histogram micros = new Histogram(1, TimeUnit.MINUTES.toMicros(5), 3);
        /** Of purchases, which are few. */
        private final List<Span> spans = new ArrayList<>();

        private Tally(Kind kind) {
            this.kind = kind;
        }

        private void onAnswer(String head, long dueNanos, long nowNanos) {
            int status = Integer.parseInt(head.substring(9, 12));
            if (status == 200 && head.contains("weir-ack: fsync")) {
                acknowledged++;
                Span span = new Span(dueNanos, nowNanos);
                micros.recordValue(span.micros());
                if (kind == Kind.PURCHASE) {
                    spans.add(span);
                }
            } else {
                refused.merge(status, 1L, Long::sum);
                retryAfters.merge(header(head, "retry-after", "none"), 1L, Long::sum);
            }
        }

        private Tally copy() {
            Tally copy = new Tally(kind);
            copy.due = due;
            copy.sent = sent;
            copy.unsent = unsent;
            copy.lost = lost;
            copy.acknowledged = acknowledged;
            copy.refused.putAll(refused);
            copy.retryAfters.putAll(retryAfters);
            copy.micros.add(micros);
            copy.spans.addAll(spans);
            return copy;
        }

        long sent() {
            return sent;
        }

        long lost() {
            return lost;
        }

        /** By status. */
        Map<Integer, Long> refused() {
            return refused;
        }

        Map<String, Long> retryAfters() {
            return retryAfters;
        }

        long acknowledged() {
            return acknowledged;
        }

        long answered() {
            return acknowledged
                    + refused.values().stream().mapToLong(Long::longValue).sum();
        }

        double millisAt(double percentile) {
            return micros.getValueAtPercentile(percentile) / 1_000.0;
        }

        /** The same of purchases that were not under way while the machine stood still. */
        double undisturbedMillisAt(double percentile, Stalls stalls) {
            Histogram undisturbed = new Histogram(micros);
            spans.stream()
                    .filter(each -> !stalls.overlap(each.dueNanos(), each.answeredNanos()))
                    .forEach(each -> undisturbed.recordValue(each.micros()));
            return undisturbed.getValueAtPercentile(percentile) / 1_000.0;
        }

        @Override
        public String toString() {
            return "due " + due + ", sent " + sent + ", unsent " + unsent + ", lost " + lost + ", acknowledged "
                    + acknowledged
                    + ", refused " + refused + " retry-after " + retryAfters + ", p50 " + millisAt(50) + " ms, p99 "
                    + millisAt(99)
                    + " ms, max " + millisAt(100) + " ms";
        }
    }

    /** From when a request was due to its answer. */
    private record Span(long dueNanos, long answeredNanos) {

        private long micros() {
            return Math.max(1, (answeredNanos - dueNanos) / 1_000);
        }
    }

    private static String header(String head, String name, String fallback) {
        int at = head.indexOf("\r\n" + name + ": ");
        if (at < 0) {
            return fallback;
        }
        int start = at + name.length() + 4;
        int end = head.indexOf('\r', start);
        return head.substring(start, end < 0 ? head.length() : end);
    }

    /**
     * How a run went.
     *
     * @param within what had happened when it ended
     * @param all the same, when the last answer had come, or nobody waited any longer
     */
    record Report(Duration duration, Map<Kind, Tally> within, Map<Kind, Tally> all) {

        /** Acknowledgements a second. */
        double goodput() {
            return within.values().stream().mapToLong(Tally::acknowledged).sum() * 1e9 / duration.toNanos();
        }

        double answersPerSecond() {
            return within.values().stream().mapToLong(Tally::answered).sum() * 1e9 / duration.toNanos();
        }

        Tally of(Kind kind) {
            return all.get(kind);
        }
    }
}
