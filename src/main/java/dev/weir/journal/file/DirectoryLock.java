package dev.weir.journal.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Holds a journal's directory for this process. The operating system frees it when the process dies. */
final class DirectoryLock implements AutoCloseable {

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws IOException naming the holder, if there is one */
    static DirectoryLock acquire(Path dir) throws IOException {
        FileChannel channel = FileChannel.open(
                file(dir), StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE);
        try {
            if (tryLock(channel) == null) {
                throw new IOException("journal.dir: " + dir + " is in use by process " + holder(channel)
                        + " (expected: a directory of its own for each process)");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new DirectoryLock(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** Whether another process holds it just now. Not to be asked by one that holds it. */
    static boolean isHeld(Path dir) throws IOException {
        if (!Files.exists(file(dir))) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file(dir), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            FileLock lock = tryLock(channel);
            return lock == null;
        }
    }

    /** Never to be opened by the process that holds it: when any channel of it is closed, the system frees it. */
    static Path file(Path dir) {
        return dir.resolve("lock");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(20);
        channel.read(bytes, 0);
        String pid = StandardCharsets.US_ASCII.decode(bytes.flip()).toString().strip();
        return pid.isEmpty() ? "(unknown)" : pid;
    }
}
