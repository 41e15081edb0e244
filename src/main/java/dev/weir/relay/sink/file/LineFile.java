package dev.weir.relay.sink.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of lines that only grows, and that holds whole lines only: a torn last line, left by a crash, is cut off when it is
 * opened. After any failure it is to be abandoned with {@link #abandon}, because what a failed write or fsync left behind is
 * unknown. Confined to one thread, which must not be interrupted: that would close the file.
 */
public final class LineFile implements AutoCloseable {

    private static final int TAIL_BLOCK = 64 << 10;

    private final Path path;
    private final FileChannel channel;
    private long size;
    private long forcedSize;

    private LineFile(Path path, FileChannel channel, long size) {
        this.path = path;
        this.channel = channel;
        this.size = size;
        this.forcedSize = size;
    }

    /** Opens the file, or makes it; then its name is on disk too. */
    public static LineFile open(Path path) throws IOException {
        boolean isNew = !Files.exists(path);
        FileChannel channel =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            long whole = wholeLines(channel);
            if (whole < channel.size()) {
                channel.truncate(whole);
                channel.force(true);
            }
            if (isNew) {
                forceDirectory(path.resolveSibling("."));
            }
            return new LineFile(path, channel, whole);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Puts on disk which files a directory has: without it, a crash may undo a creation or a rename. */
    public static void forceDirectory(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    public Path path() {
        return path;
    }

    /** The bytes it holds, forced to disk or not. */
    public long size() {
        return size;
    }

    /** Whether something was appended since it was last forced. */
    public boolean isDirty() {
        return forcedSize < size;
    }

    /** Adds whole lines. */
    public void append(ByteBuffer lines) throws IOException {
        while (lines.hasRemaining()) {
            size += channel.write(lines, size);
        }
    }

    /** When it returns, every line appended so far is on disk. */
    public void force() throws IOException {
        channel.force(false);
        forcedSize = size;
    }

    /**
     * Closes the file, and takes back what was appended since it was last forced.
     *
     * @return whether that succeeded; if not, those lines may be there or not
     */
    public boolean abandon() {
        try (channel) {
            channel.truncate(forcedSize);
            channel.force(true);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** How many bytes there are up to the last line feed. */
    private static long wholeLines(FileChannel channel) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(TAIL_BLOCK);
        long end = channel.size();
        while (end > 0) {
            long start = Math.max(0, end - TAIL_BLOCK);
            block.clear().limit((int) (end - start));
            long at = start;
            while (block.hasRemaining()) {
                at += Math.max(0, channel.read(block, at));
            }
            for (int i = block.position() - 1; i >= 0; i--) {
                if (block.get(i) == '\n') {
                    return start + i + 1;
                }
            }
            end = start;
        }
        return 0;
    }
}
