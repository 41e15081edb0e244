package dev.weir.journal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A few numbers that are kept durably, in one small file with two slots, each in a block of its own. Saving overwrites
 * the older slot and forces once, so that the last state is whole whenever the power goes, and one generation older is
 * there if a slot is damaged. A slot is one line of text: generation, the numbers, checksum.
 *
 * <p>Confined to one thread at a time.
 */
final class SlotFile {

    private static final Logger LOG = LoggerFactory.getLogger(SlotFile.class);
    private static final int BLOCK_BYTES = 4096;
    private static final int SLOT_BYTES = 256;

    private final Storage storage;
    private final String folder;
    private final String name;
    private Storage.@Nullable StoredFile file;
    private long generation;

    SlotFile(Storage storage, String folder, String name) {
        this.storage = storage;
        this.folder = folder;
        this.name = folder.isEmpty() ? name : folder + "/" + name;
    }

    /**
     * The newest numbers that are whole; null if none were ever saved.
     *
     * @throws IOException if it cannot be read, or neither slot is whole though something was saved
     */
    long @Nullable [] load() throws IOException {
        if (!storage.exists(name)) {
            return null;
        }
        Storage.StoredFile opened = opened();
        Slot first = read(opened, 0);
        Slot second = read(opened, 1);
        boolean firstIsNewer = first.generation >= second.generation;
        Slot newest = firstIsNewer ? first : second;
        if (newest.numbers == null) {
            if (first.empty && second.empty) {
                return null;
            }
            throw new IOException(name + ": both copies are damaged (expected: at least one whole). "
                    + "Restore the file, or delete it to start this reader from the beginning of the journal");
        }
        Slot other = firstIsNewer ? second : first;
        // The second slot is empty until the second save, and never again.
        if (other.numbers == null && !(other.empty && newest.generation == 1)) {
            LOG.error("{}: a copy is damaged, generation {} is used", name, newest.generation);
        }
        generation = newest.generation;
        return newest.numbers;
    }

    /** Keeps the numbers; when it returns, they are on disk. */
    void save(long... numbers) throws IOException {
        Storage.StoredFile target = file;
        if (target == null) {
            if (storage.exists(name)) {
                // Learns the generation, so that the older slot is the one that is overwritten.
                load();
                target = opened();
            } else {
                target = create();
            }
        }
        long next = generation + 1;
        target.write(toBytes(next, numbers), slotOffset(next));
        target.force(false);
        generation = next;
    }

    void close() throws IOException {
        if (file != null) {
            file.close();
            file = null;
        }
    }

    private Storage.StoredFile create() throws IOException {
        Storage.StoredFile created = storage.create(name);
        created.write(ByteBuffer.allocate(2 * BLOCK_BYTES), 0);
        created.force(true);
        storage.forceFolder(folder);
        file = created;
        return created;
    }

    private Storage.StoredFile opened() throws IOException {
        if (file == null) {
            file = storage.open(name);
        }
        return file;
    }

    private static long slotOffset(long generation) {
        return (generation & 1) * BLOCK_BYTES;
    }

    private static ByteBuffer toBytes(long generation, long... numbers) {
        StringBuilder line = new StringBuilder(SLOT_BYTES).append(generation);
        for (long number : numbers) {
            line.append(' ').append(number);
        }
        String crc = crc(line.toString());
        line.append(' ').append(crc);
        while (line.length() < SLOT_BYTES - 1) {
            line.append(' ');
        }
        return StandardCharsets.US_ASCII.encode(line.append('\n').toString());
    }

    private static Slot read(Storage.StoredFile file, int slot) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(SLOT_BYTES);
        while (bytes.hasRemaining() && file.read(bytes, (long) slot * BLOCK_BYTES + bytes.position()) >= 0) {}
        String text = StandardCharsets.ISO_8859_1.decode(bytes.flip()).toString();
        if (isZero(text)) {
            return new Slot(0, null, true);
        }
        String line = text.stripTrailing();
        int crcAt = line.lastIndexOf(' ');
        if (crcAt < 0 || !line.substring(crcAt + 1).equals(crc(line.substring(0, crcAt)))) {
            return new Slot(-1, null, false);
        }
        String[] words = line.substring(0, crcAt).split(" ", -1);
        long[] numbers = new long[words.length - 1];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = Long.parseLong(words[i + 1]);
        }
        return new Slot(Long.parseLong(words[0]), numbers, false);
    }

    private static boolean isZero(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private static String crc(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
        return Long.toHexString(crc.getValue());
    }

    private record Slot(long generation, long @Nullable [] numbers, boolean empty) {}
}
