package dev.weir.journal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A short text that is kept durably, in one file with two slots, each in blocks of its own. Saving overwrites the older
 * slot and forces once, so that the last state is whole whenever the power goes, and one generation older is there if a
 * slot is damaged. A slot is a {@link CheckedLine}. What follows the line is left of longer ones, and nobody reads it.
 *
 * <p>The slots are half of the file each. A text that does not fit makes them larger: both generations are written to
 * another file, which takes the place of this one when it is durable.
 *
 * <p>Confined to one thread at a time.
 */
final class SlotFile {

    /** A longer line is not saved. */
    static final int MOST_SLOT_BYTES = 2 << 20;

    private static final Logger LOG = LoggerFactory.getLogger(SlotFile.class);
    private static final int BLOCK_BYTES = 4096;
    private static final String REMADE = ".new";

    private final Storage storage;
    private final String folder;
    private final String name;
    private Storage.@Nullable StoredFile file;
    private boolean isLoaded;
    /** Whether not all was whole that {@link #load} found. */
    private boolean isDamaged;
    /** Whether a power cut would leave the file under its name. */
    private boolean isNameDurable = true;

    private int slotBytes;
    private long generation;
    private @Nullable String newest;

    SlotFile(Storage storage, String folder, String name) {
        this.storage = storage;
        this.folder = folder;
        this.name = folder.isEmpty() ? name : folder + "/" + name;
    }

    /**
     * The newest text that is whole; null if none was ever saved, or the file was cut so short that none is left, which is said. It
     * is durable: a dead process may have written it, and not forced it.
     *
     * @throws IOException if it cannot be read, or neither slot is whole though nothing was cut
     */
    @Nullable
    String load() throws IOException {
        storage.delete(name + REMADE);
        if (storage.exists(name)) {
            Storage.StoredFile opened = file == null ? storage.open(name) : file;
            file = opened;
            readBoth(opened);
            opened.force(true);
            storage.forceFolder(folder);
        }
        isLoaded = true;
        return newest;
    }

    /**
     * As {@link #load()}, as it stands there just now: nothing is changed or forced, also while another process saves.
     *
     * @throws IOException as {@link #load()} does
     */
    @Nullable
    String peek() throws IOException {
        try (Storage.StoredFile opened = storage.openReadOnly(name)) {
            readBoth(opened);
            return newest;
        }
    }

    /** The newest text, saved or found; null before there is one. */
    @Nullable
    String newest() {
        return newest;
    }

    /** How often a text was saved, up to the newest. */
    long generation() {
        return generation;
    }

    /**
     * Keeps a text; when it returns, the text is on disk.
     *
     * @param text ASCII without line breaks, and without spaces at its ends
     * @throws IOException if that did not succeed, or the text is too long; what was saved before is still there
     */
    void save(String text) throws IOException {
        if (!isLoaded) {
            // Learns the generation, so that the older slot is the one that is overwritten.
            load();
        }
        long next = generation + 1;
        ByteBuffer line = new CheckedLine(next, text).toBytes();
        Storage.StoredFile target = file;
        if (target == null || line.remaining() > slotBytes) {
            remake(next, line);
        } else {
            nameDurably();
            target.write(line, (next & 1) * slotBytes);
            target.force(false);
        }
        generation = next;
        newest = text;
    }

    void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
            isLoaded = false;
        }
    }

    /** Whether {@link #load} found something that was not whole, and said so. */
    boolean isDamaged() {
        return isDamaged;
    }

    /** A file was never smaller than two blocks, nor of another size than two slots: one that is was cut. */
    private void readBoth(Storage.StoredFile from) throws IOException {
        long size = from.size();
        if (size > 2 * MOST_SLOT_BYTES) {
            throw new IOException(name + ": " + size + " bytes (expected: at most " + 2 * MOST_SLOT_BYTES
                    + "). Restore the file, or delete it to start this reader from the beginning of the journal");
        }
        boolean isCut = size < 2 * BLOCK_BYTES || size % (2 * BLOCK_BYTES) != 0;
        slotBytes = isCut ? MOST_SLOT_BYTES : (int) (size / 2);
        Slot first = read(from, 0);
        Slot second = isCut ? readSecondOfCut(from) : read(from, 1);
        // A line that goes on beyond its slot stood in a larger one, unless a write of it was cut short: then the other
        // is whole.
        boolean isLost = (isCut || first.endless) && first.text == null && second.text == null;
        if (isLost) {
            LOG.error(
                    "{}: cut to {} bytes, no copy is whole: this reader starts from the beginning of the journal",
                    name,
                    size);
            generation = 0;
            newest = null;
        } else {
            choose(first, second);
        }
        if (isLost || isCut) {
            isDamaged = true;
            // The next save makes it anew.
            slotBytes = 0;
        }
    }

    /** Where slots of one block end, there is one that stood before the cut, or its beginning. */
    private Slot readSecondOfCut(Storage.StoredFile from) throws IOException {
        slotBytes = BLOCK_BYTES;
        Slot second = from.size() > BLOCK_BYTES ? read(from, 1) : Slot.DAMAGED;
        return second.empty ? Slot.DAMAGED : second;
    }

    private void choose(Slot first, Slot second) throws IOException {
        boolean firstIsNewer = first.generation >= second.generation;
        Slot chosen = firstIsNewer ? first : second;
        if (chosen.text == null && !(first.empty && second.empty)) {
            throw new IOException(name + ": both copies are damaged (expected: at least one whole). "
                    + "Restore the file, or delete it to start this reader from the beginning of the journal");
        }
        Slot other = firstIsNewer ? second : first;
        // The second slot is empty until the second save, and never again.
        if (chosen.text != null && other.text == null && !(other.empty && chosen.generation == 1)) {
            LOG.error("{}: a copy is damaged, generation {} is used", name, chosen.generation);
            isDamaged = true;
        }
        generation = chosen.generation;
        newest = chosen.text;
    }

    /** A new file that holds the newest generation and the next one, in the place of this one. */
    private void remake(long next, ByteBuffer line) throws IOException {
        ByteBuffer before = newest == null ? ByteBuffer.allocate(0) : new CheckedLine(generation, newest).toBytes();
        int bytes = slotBytesFor(Math.max(line.remaining(), before.remaining()));
        ByteBuffer both = ByteBuffer.allocate(2 * bytes);
        both.position((int) (generation & 1) * bytes).put(before);
        both.position((int) (next & 1) * bytes).put(line);
        Storage.StoredFile made = storage.create(name + REMADE);
        try {
            made.write(both.clear(), 0);
            made.force(true);
            storage.rename(name + REMADE, name);
        } catch (IOException e) {
            made.close();
            throw e;
        }
        Storage.StoredFile old = file;
        file = made;
        slotBytes = bytes;
        isNameDurable = false;
        if (old != null) {
            old.close();
        }
        nameDurably();
    }

    private void nameDurably() throws IOException {
        if (!isNameDurable) {
            storage.forceFolder(folder);
            isNameDurable = true;
        }
    }

    private int slotBytesFor(int lineBytes) throws IOException {
        if (lineBytes > MOST_SLOT_BYTES) {
            throw new IOException(
                    name + ": " + lineBytes + " bytes to save (expected: at most " + MOST_SLOT_BYTES + ")");
        }
        int bytes = BLOCK_BYTES;
        while (bytes < lineBytes) {
            bytes *= 2;
        }
        return bytes;
    }

    private Slot read(Storage.StoredFile from, int slot) throws IOException {
        byte[] bytes = readLine(from, (long) slot * slotBytes);
        if (isZero(bytes)) {
            return new Slot(0, null, true, false);
        }
        if (bytes.length == slotBytes) {
            return Slot.ENDLESS;
        }
        CheckedLine line = CheckedLine.parse(bytes);
        return line == null ? Slot.DAMAGED : new Slot(line.generation(), line.text(), false, false);
    }

    /** Up to the line's end; the whole slot if it has none. A short line costs a short read, whatever the slot's size. */
    private byte[] readLine(Storage.StoredFile from, long offset) throws IOException {
        for (int most = BLOCK_BYTES; ; most = (int) Math.min(slotBytes, 16L * most)) {
            ByteBuffer bytes = ByteBuffer.allocate(most);
            while (bytes.hasRemaining() && from.read(bytes, offset + bytes.position()) >= 0) {}
            for (int i = 0; i < bytes.position(); i++) {
                if (bytes.get(i) == '\n') {
                    return Arrays.copyOf(bytes.array(), i);
                }
            }
            if (most == slotBytes) {
                return Arrays.copyOf(bytes.array(), bytes.position());
            }
        }
    }

    private static boolean isZero(byte[] bytes) {
        for (byte each : bytes) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    /** @param endless it goes on beyond its slot */
    private record Slot(long generation, @Nullable String text, boolean empty, boolean endless) {
        static final Slot DAMAGED = new Slot(-1, null, false, false);
        static final Slot ENDLESS = new Slot(-1, null, false, true);
    }
}
