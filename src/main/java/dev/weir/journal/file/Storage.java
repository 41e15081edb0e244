package dev.weir.journal.file;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The few things that the journal asks of a file system, in one directory and its folders. The seam where tests cut the
 * power, flip bits and fill the disk. Names are relative, with a slash before the part in a folder. Safe for many
 * threads.
 */
interface Storage {

    /** Opens a file for reading and writing; it must exist. */
    StoredFile open(String name) throws IOException;

    /** Opens a file for reading alone; it must exist. */
    StoredFile openReadOnly(String name) throws IOException;

    /** Makes an empty file, in place of one of that name, and its folder when missing. */
    StoredFile create(String name) throws IOException;

    boolean exists(String name);

    /** The names of the files in a folder ("" is the journal's own directory), sorted; empty when it is missing. */
    List<String> list(String folder) throws IOException;

    void rename(String from, String to) throws IOException;

    /** Deletes a file; fine if it is gone already. */
    void delete(String name) throws IOException;

    /** Makes creations, renames and deletions in a folder durable. */
    void forceFolder(String folder) throws IOException;

    /** Bytes of the file system that are free for us. */
    long usableBytes() throws IOException;

    /** One open file. Positional, so that many threads may read; one writes. */
    interface StoredFile extends Closeable {

        long size() throws IOException;

        /** Reads up to the buffer's room from a position; -1 at the end of the file. */
        int read(ByteBuffer into, long position) throws IOException;

        /** Writes all of the buffer at a position. */
        void write(ByteBuffer from, long position) throws IOException;

        /** Makes what was written durable: the bytes, and with {@code size} also the file's length. */
        void force(boolean size) throws IOException;

        @Override
        void close() throws IOException;
    }
}
