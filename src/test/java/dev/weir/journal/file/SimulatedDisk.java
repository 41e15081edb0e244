package dev.weir.journal.file;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Phaser;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A disk that loses, on a power cut, whatever was not forced: of each unforced sector either the old bytes or the new
 * ones remain, and of the unforced changes of a folder some first part. It also fails on demand. Safe for many threads.
 */
final class SimulatedDisk implements Storage {

    private static final int SECTOR_BYTES = 512;

    private final TreeMap<String, Content> names = new TreeMap<>();
    private final TreeMap<String, Content> durableNames = new TreeMap<>();
    private final List<Change> changes = new ArrayList<>();
    private final List<String> operations = new ArrayList<>();
    private long looks;
    private long usableBytes = Long.MAX_VALUE / 2;
    private int operationsUntilCut = Integer.MAX_VALUE;
    private int writesUntilError = Integer.MAX_VALUE;
    private int forcesUntilError = Integer.MAX_VALUE;
    private String failing = "";
    private long writtenBytes;
    private boolean spaceIsOut;
    private boolean powerIsOff;
    private @Nullable Phaser gate;

    /** What a new machine finds after the power was cut: the old disk answers with errors from now on. */
    synchronized SimulatedDisk afterPowerCut(Random random) {
        powerIsOff = true;
        SimulatedDisk survivor = new SimulatedDisk();
        int kept = changes.isEmpty() ? 0 : random.nextInt(changes.size() + 1);
        TreeMap<String, Content> found = new TreeMap<>(durableNames);
        changes.subList(0, kept).forEach(change -> change.apply(found));
        found.forEach((name, content) -> survivor.put(name, content.afterPowerCut(random)));
        return survivor;
    }

    /** What a new process finds after this one was killed: everything that was written, forced or not. */
    synchronized SimulatedDisk afterKill() {
        powerIsOff = true;
        SimulatedDisk survivor = new SimulatedDisk();
        survivor.names.putAll(names);
        survivor.durableNames.putAll(durableNames);
        survivor.changes.addAll(changes);
        return survivor;
    }

    /** The same bytes, all of them forced. */
    synchronized SimulatedDisk copy() {
        SimulatedDisk copy = new SimulatedDisk();
        names.forEach((name, content) -> copy.put(name, content.bytes()));
        return copy;
    }

    synchronized void cutPowerAfter(int operationCount) {
        operationsUntilCut = operationCount;
    }

    synchronized void failWriteAfter(int writes) {
        writesUntilError = writes;
    }

    synchronized void failForceAfter(int forces) {
        forcesUntilError = forces;
    }

    /** The next operation of these words fails, and no other. */
    synchronized void failNext(String operation) {
        failing = operation;
    }

    synchronized void runOutOfSpace(boolean out) {
        spaceIsOut = out;
    }

    synchronized void usable(long bytes) {
        usableBytes = bytes;
    }

    /** Forces wait from now on, until {@link #go}. */
    synchronized void stallForces() {
        gate = new Phaser(1);
    }

    synchronized void go() {
        if (gate != null) {
            gate.arriveAndDeregister();
            gate = null;
        }
    }

    synchronized byte[] bytes(String name) {
        return content(name).bytes();
    }

    synchronized void put(String name, byte[] bytes) {
        Content content = new Content(bytes.clone());
        names.put(name, content);
        durableNames.put(name, content);
    }

    synchronized void flipBit(String name, long bit) {
        content(name).now[(int) (bit / 8)] ^= (byte) (1 << bit % 8);
    }

    synchronized void cutTo(String name, int size) {
        put(name, Arrays.copyOf(content(name).now, size));
    }

    /** What was done: words such as {@code force cursors/a.cursor}. */
    synchronized List<String> operations() {
        return List.copyOf(operations);
    }

    /** Bytes of all writes so far. */
    synchronized long writtenBytes() {
        return writtenBytes;
    }

    @Override
    public synchronized StoredFile open(String name) throws IOException {
        if (!names.containsKey(name)) {
            throw new NoSuchFileException(name);
        }
        content(name).name = name;
        return new Open(content(name));
    }

    @Override
    public StoredFile openReadOnly(String name) throws IOException {
        return open(name);
    }

    @Override
    public synchronized StoredFile create(String name) throws IOException {
        onOperation("create " + name);
        Content content = new Content(new byte[0]);
        content.name = name;
        change(new Change(folder(name), map -> map.put(name, content)));
        return new Open(content);
    }

    @Override
    public synchronized boolean exists(String name) {
        return names.containsKey(name);
    }

    @Override
    public synchronized List<String> list(String folder) {
        return names.keySet().stream()
                .filter(name -> folder(name).equals(folder))
                .map(name -> name.substring(name.lastIndexOf('/') + 1))
                .toList();
    }

    @Override
    public synchronized void rename(String from, String to) throws IOException {
        onOperation("rename " + from + " " + to);
        Content content = content(from);
        change(new Change(folder(from), map -> {
            map.remove(from);
            map.put(to, content);
        }));
        content.name = to;
    }

    @Override
    public synchronized void delete(String name) throws IOException {
        if (names.containsKey(name)) {
            onOperation("delete " + name);
            change(new Change(folder(name), map -> map.remove(name)));
        }
    }

    @Override
    public synchronized void forceFolder(String folder) throws IOException {
        onOperation("forceFolder " + folder);
        // As on a journalling file system: earlier changes of any folder go before.
        changes.forEach(change -> change.apply(durableNames));
        changes.clear();
    }

    @Override
    public synchronized long usableBytes() {
        looks++;
        return usableBytes;
    }

    /** How often somebody has asked for the free space. */
    synchronized long looks() {
        return looks;
    }

    private void change(Change change) {
        change.apply(names);
        changes.add(change);
    }

    private Content content(String name) {
        Content content = names.get(name);
        if (content == null) {
            throw new AssertionError("no file " + name);
        }
        return content;
    }

    private void onOperation(String operation) throws IOException {
        if (powerIsOff) {
            throw new IOException("power is off");
        }
        if (operationsUntilCut-- <= 0) {
            powerIsOff = true;
            throw new IOException("power is off");
        }
        if (operation.equals(failing)) {
            failing = "";
            throw new IOException("Input/output error");
        }
        operations.add(operation);
    }

    private static String folder(String name) {
        int slash = name.lastIndexOf('/');
        return slash < 0 ? "" : name.substring(0, slash);
    }

    private record Change(String folder, Consumer<TreeMap<String, Content>> effect) {
        void apply(TreeMap<String, Content> map) {
            effect.accept(map);
        }
    }

    private static final class Content {
        private String name = "";
        private byte[] now;
        private byte[] durable;
        private final BitSet dirtySectors = new BitSet();

        Content(byte[] bytes) {
            now = bytes;
            durable = bytes.clone();
        }

        byte[] bytes() {
            return now.clone();
        }

        void write(ByteBuffer from, int position) {
            int length = from.remaining();
            if (position + length > now.length) {
                now = Arrays.copyOf(now, position + length);
            }
            from.get(now, position, length);
            dirtySectors.set(position / SECTOR_BYTES, (position + length - 1) / SECTOR_BYTES + 1);
        }

        void force() {
            if (durable.length != now.length) {
                durable = Arrays.copyOf(durable, now.length);
            }
            dirtySectors.stream().forEach(this::keep);
            dirtySectors.clear();
        }

        byte[] afterPowerCut(Random random) {
            if (random.nextBoolean() && durable.length < now.length) {
                durable = Arrays.copyOf(durable, now.length);
            }
            int oneIn = 1 + random.nextInt(4);
            dirtySectors.stream().filter(sector -> random.nextInt(oneIn) == 0).forEach(this::keep);
            return durable;
        }

        private void keep(int sector) {
            int from = sector * SECTOR_BYTES;
            int length = Math.min(SECTOR_BYTES, Math.min(now.length, durable.length) - from);
            if (length > 0) {
                System.arraycopy(now, from, durable, from, length);
            }
        }
    }

    private final class Open implements StoredFile {
        private final Content content;
        private boolean closed;

        Open(Content content) {
            this.content = content;
        }

        @Override
        public long size() {
            synchronized (SimulatedDisk.this) {
                return content.now.length;
            }
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            synchronized (SimulatedDisk.this) {
                requireOpen();
                int length = (int) Math.min(into.remaining(), content.now.length - position);
                if (length <= 0) {
                    return -1;
                }
                into.put(content.now, (int) position, length);
                return length;
            }
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            synchronized (SimulatedDisk.this) {
                requireOpen();
                onOperation("write " + content.name);
                if (spaceIsOut && position + from.remaining() > content.now.length) {
                    throw new IOException("No space left on device");
                }
                if (writesUntilError-- <= 0) {
                    throw new IOException("Input/output error");
                }
                writtenBytes += from.remaining();
                content.write(from, (int) position);
            }
        }

        @Override
        public void force(boolean size) throws IOException {
            Phaser waitFor;
            synchronized (SimulatedDisk.this) {
                waitFor = gate;
            }
            if (waitFor != null) {
                waitFor.awaitAdvance(0);
            }
            synchronized (SimulatedDisk.this) {
                requireOpen();
                onOperation("force " + content.name);
                if (forcesUntilError-- <= 0) {
                    throw new IOException("Input/output error");
                }
                content.force();
            }
        }

        @Override
        public void close() {
            synchronized (SimulatedDisk.this) {
                closed = true;
            }
        }

        private void requireOpen() throws FileNotFoundException {
            if (closed) {
                throw new FileNotFoundException(content.name + " is closed");
            }
        }
    }
}
