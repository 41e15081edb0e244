package dev.weir.relay.deadletter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file of letters: which numbers it holds, and how large it is. Confined to one thread. */
final class NumberedFile {

    private static final int TAIL_BYTES = 64 << 10;

    private Path path;
    private long first;
    private long last;
    private long bytes;

    private NumberedFile(Path path, long first, long last, long bytes) {
        this.path = path;
        this.first = first;
        this.last = last;
        this.bytes = bytes;
    }

    /** One that holds nothing yet. */
    static NumberedFile empty(Path path, long bytes) {
        return new NumberedFile(path, LetterNumbers.NONE, LetterNumbers.NONE, bytes);
    }

    /** Looks at its first and last line, and at all of them only if one of those cannot be read. */
    static NumberedFile read(Path path) throws IOException {
        long bytes = Files.size(path);
        try (LineReader lines = LineReader.open(path)) {
            if (!lines.next()) {
                return empty(path, bytes);
            }
            long first = number(lines);
            long last = numberOfTheLast(path);
            if (first != LetterNumbers.NONE && last >= first) {
                return new NumberedFile(path, first, last, bytes);
            }
            NumberedFile file = empty(path, bytes);
            lines.rewind();
            while (lines.next()) {
                file.cover(number(lines));
            }
            return file;
        }
    }

    Path path() {
        return path;
    }

    void moved(Path to) {
        path = to;
    }

    /** The lowest number in it, or {@link LetterNumbers#NONE}: then nothing in it can be read. */
    long first() {
        return first;
    }

    long last() {
        return last;
    }

    long bytes() {
        return bytes;
    }

    boolean holds(long number) {
        return first != LetterNumbers.NONE && first <= number && number <= last;
    }

    void grew(long number, int by) {
        cover(number);
        bytes += by;
    }

    /** Whether there is a letter in it, and each of them is among these. */
    boolean isWithin(LetterNumbers numbers) {
        return first != LetterNumbers.NONE && numbers.covers(first, last);
    }

    private void cover(long number) {
        if (number != LetterNumbers.NONE) {
            first = first == LetterNumbers.NONE ? number : Math.min(first, number);
            last = Math.max(last, number);
        }
    }

    /** The number of the line that a reader stands at, or {@link LetterNumbers#NONE} if it cannot be read. */
    static long number(LineReader line) {
        try {
            return LetterLine.headOf(line).number();
        } catch (IllegalArgumentException unreadable) {
            return LetterNumbers.NONE;
        }
    }

    /** Only if the last whole line begins within the last bytes. */
    private static long numberOfTheLast(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
                LineReader lines = LineReader.open(path)) {
            long start = startOfTheLast(channel);
            if (start < 0) {
                return LetterNumbers.NONE;
            }
            lines.goTo(start);
            return lines.next() ? number(lines) : LetterNumbers.NONE;
        }
    }

    private static long startOfTheLast(FileChannel channel) throws IOException {
        long from = Math.max(0, channel.size() - TAIL_BYTES);
        ByteBuffer tail = ByteBuffer.allocate((int) (channel.size() - from));
        while (tail.hasRemaining() && channel.read(tail, from + tail.position()) > 0) {
            // Until all of it is read.
        }
        int lineFeeds = 0;
        for (int i = tail.position() - 1; i >= 0; i--) {
            if (tail.get(i) == '\n' && ++lineFeeds == 2) {
                return from + i + 1;
            }
        }
        return from == 0 && lineFeeds == 1 ? 0 : -1;
    }
}
