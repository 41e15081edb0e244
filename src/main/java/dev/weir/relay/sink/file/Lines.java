package dev.weir.relay.sink.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The lines of a stream, one after the other, each with its line feed. Confined to one thread. */
final class Lines {

    static final int MAX_LINE_BYTES = 64 << 20;
    private static final int FIRST_BYTES = 64 << 10;

    private final InputStream in;
    private byte[] line = new byte[FIRST_BYTES];
    private int length;

    Lines(InputStream in) {
        this.in = in;
    }

    /**
     * Goes to the next line; the last one may lack its line feed, if a crash cut it off.
     *
     * @throws IOException if it is longer than any that was written
     */
    boolean next() throws IOException {
        length = 0;
        for (int read = in.read(); read >= 0; read = in.read()) {
            if (length == line.length) {
                grow();
            }
            line[length++] = (byte) read;
            if (read == '\n') {
                return true;
            }
        }
        return length > 0;
    }

    byte[] bytes() {
        return line;
    }

    /** With the line feed. */
    int length() {
        return length;
    }

    boolean isTorn() {
        return length == 0 || line[length - 1] != '\n';
    }

    private void grow() throws IOException {
        if (length >= MAX_LINE_BYTES) {
            throw new IOException("a line of more than " + MAX_LINE_BYTES + " bytes");
        }
        line = Arrays.copyOf(line, 2 * length);
    }
}
