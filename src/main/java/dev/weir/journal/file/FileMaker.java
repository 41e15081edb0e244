package dev.weir.journal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes journal files. {@link #prepare} and {@link #begin} may be called by two threads, each by one. */
final class FileMaker {

    /** The name of the file that is made ready; it is nothing until it is renamed. */
    static final String SPARE = "spare.tmp";

    /** Forced in steps, so that the writer's own force never queues behind a whole file. */
    private static final int STEP_BYTES = 1024 * 1024;

    private final Storage storage;
    private final long fileBytes;
    private final UUID journalId;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final ByteBuffer zeros;

    FileMaker(Storage storage, long fileBytes, UUID journalId, InstantSource clock, RandomGenerator random) {
        this.storage = storage;
        this.fileBytes = fileBytes;
        this.journalId = journalId;
        this.clock = clock;
        this.random = random;
        this.zeros = ByteBuffer.allocateDirect((int) Math.min(STEP_BYTES, fileBytes));
    }

    /** Makes a file of full size, zeroed and forced, under the spare's name, while others use the disk. Slow. */
    Storage.StoredFile prepare() throws IOException {
        return prepare(STEP_BYTES);
    }

    /** As above, while nobody waits for the disk but who needs this file: one force takes less time than many. */
    Storage.StoredFile prepareAtOnce() throws IOException {
        return prepare(fileBytes);
    }

    private Storage.StoredFile prepare(long forceEvery) throws IOException {
        Storage.StoredFile file = storage.create(SPARE);
        try {
            long forced = 0;
            for (long at = 0; at < fileBytes; ) {
                zeros.clear().limit((int) Math.min(zeros.capacity(), fileBytes - at));
                int bytes = zeros.remaining();
                file.write(zeros, at);
                at += bytes;
                if (at - forced >= forceEvery || at == fileBytes) {
                    file.force(true);
                    forced = at;
                }
            }
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            storage.delete(SPARE);
            throw e;
        }
    }

    /** Makes a journal file of a prepared one. When it returns, the empty journal file is durable. */
    ActiveFile begin(Storage.StoredFile prepared, long baseSeq) throws IOException {
        FileHeader header = new FileHeader(baseSeq, journalId, random.nextLong(), clock.millis(), fileBytes);
        header.write(prepared);
        prepared.force(false);
        storage.rename(SPARE, FileHeader.nameOf(baseSeq));
        storage.forceFolder("");
        return new ActiveFile(prepared, header, FileHeader.BLOCK_BYTES);
    }
}
