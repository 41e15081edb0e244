package dev.weir.journal.file;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records that are to be replaced in place by others of their length. They are on disk here first, as a whole, so that a crash
 * which leaves half a record in the journal finds the other half here when it starts again; redoing what was done is fine. It
 * holds what is to stay, and nothing of what is to go.
 */
final class RewriteFile {

    /** No journal file; {@link Recovery} looks for it first. */
    static final String NAME = "erase.redo";

    private static final Logger LOG = LoggerFactory.getLogger(RewriteFile.class);
    private static final String UNFINISHED = "erase.tmp";
    private static final int CRC_BYTES = 4;
    private static final int HEAD_BYTES = 3 * Long.BYTES + Integer.BYTES;

    private final Storage storage;

    RewriteFile(Storage storage) {
        this.storage = storage;
    }

    /** Replaces records. When it returns, that is on disk. */
    void replace(List<Rewrite> rewrites, ReadGate gate) throws IOException {
        save(rewrites);
        long stamp = gate.beginChange();
        Map<Long, Storage.StoredFile> files = new HashMap<>();
        try {
            apply(rewrites, files);
        } finally {
            gate.endChange(stamp);
            finish(files);
        }
        forget();
    }

    /** Does again what a crash may have cut short. */
    void redo() throws IOException {
        storage.delete(UNFINISHED);
        if (!storage.exists(NAME)) {
            return;
        }
        List<Rewrite> rewrites = load();
        Map<Long, Storage.StoredFile> files = new HashMap<>();
        try {
            apply(rewrites, files);
        } finally {
            finish(files);
        }
        forget();
        LOG.info("journal erasure that was cut short is finished: records={}", rewrites.size());
    }

    private void save(List<Rewrite> rewrites) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            for (Rewrite rewrite : rewrites) {
                out.writeLong(rewrite.baseSeq);
                out.writeLong(rewrite.salt);
                out.writeLong(rewrite.offset);
                out.writeInt(rewrite.record.length);
                out.write(rewrite.record);
            }
        }
        byte[] body = bytes.toByteArray();
        ByteBuffer all = ByteBuffer.allocate(CRC_BYTES + body.length);
        all.putInt(crc(body)).put(body);
        try (Storage.StoredFile file = storage.create(UNFINISHED)) {
            file.write(all.flip(), 0);
            file.force(true);
        }
        storage.rename(UNFINISHED, NAME);
        storage.forceFolder("");
    }

    private List<Rewrite> load() throws IOException {
        ByteBuffer all;
        try (Storage.StoredFile file = storage.openReadOnly(NAME)) {
            all = ByteBuffer.allocate((int) file.size());
            while (all.hasRemaining() && file.read(all, all.position()) > 0) {}
        }
        all.flip();
        List<Rewrite> rewrites = new ArrayList<>();
        byte[] body = new byte[Math.max(0, all.limit() - CRC_BYTES)];
        int expected = all.limit() < CRC_BYTES ? 0 : all.getInt();
        all.get(body);
        if (body.length == 0 || expected != crc(body)) {
            throw new IOException(
                    NAME + ": damaged (expected: as it was written; whoever deletes it has to erase again)");
        }
        ByteBuffer in = ByteBuffer.wrap(body);
        while (in.remaining() >= HEAD_BYTES) {
            long baseSeq = in.getLong();
            long salt = in.getLong();
            long offset = in.getLong();
            byte[] record = new byte[in.getInt()];
            in.get(record);
            rewrites.add(new Rewrite(baseSeq, salt, offset, record));
        }
        return rewrites;
    }

    private void apply(List<Rewrite> rewrites, Map<Long, Storage.StoredFile> files) throws IOException {
        for (Rewrite rewrite : rewrites) {
            Storage.StoredFile file = files.get(rewrite.baseSeq);
            if (file == null) {
                try {
                    file = storage.open(FileHeader.nameOf(rewrite.baseSeq));
                } catch (NoSuchFileException released) {
                    continue;
                }
                files.put(rewrite.baseSeq, file);
            }
            FileHeader header = FileHeader.read(file).any();
            if (header != null && header.salt() == rewrite.salt) {
                file.write(ByteBuffer.wrap(rewrite.record), rewrite.offset);
            }
        }
    }

    private static void finish(Map<Long, Storage.StoredFile> files) throws IOException {
        IOException failure = null;
        for (Storage.StoredFile file : files.values()) {
            try (file) {
                file.force(false);
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    private void forget() throws IOException {
        storage.delete(NAME);
        storage.forceFolder("");
    }

    private static int crc(byte[] body) {
        CRC32C crc = new CRC32C();
        crc.update(body);
        return (int) crc.getValue();
    }

    /** @param record all of it, but for its padding */
    record Rewrite(long baseSeq, long salt, long offset, byte[] record) {}
}
