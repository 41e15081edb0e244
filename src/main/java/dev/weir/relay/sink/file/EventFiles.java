package dev.weir.relay.sink.file;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** The files of one sink in its directory, by name: {@code <sink>-<UTC time>-<first seq>.ndjson[.gz]}. Confined to one
 * thread, but for {@link #finished} and {@link #compress}. */
final class EventFiles {

    static final String PLAIN = ".ndjson";
    static final String COMPRESSED = ".ndjson.gz";
    /** Ends the name of a file that is being written in place of another. */
    static final String UNFINISHED = ".tmp";

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSS'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int STAMP_LENGTH = STAMP.format(Instant.EPOCH).length();
    private static final int COPY_BYTES = 64 << 10;
    /** After each block, which takes about half as long: nobody waits for it, and others may want the core. */
    private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

    private final Path dir;
    private final String sink;
    private final Pattern name;
    private final Runnable rest;
    private long newestMillis = Long.MIN_VALUE;

    EventFiles(Path dir, String sink) {
        this(dir, sink, () -> LockSupport.parkNanos(REST_NANOS));
    }

    /** @param rest lets a moment pass */
    EventFiles(Path dir, String sink, Runnable rest) {
        this.dir = dir;
        this.sink = sink;
        this.rest = rest;
        this.name = Pattern.compile(Pattern.quote(sink) + "-\\d{8}T\\d{6}\\.\\d{3}Z-\\d+\\.ndjson(\\.gz)?(\\.tmp)?");
    }

    /** A name that sorts after all others that this sink has or had, also when the clock was set back. */
    Path next(long timeMillis, long firstSeq) throws IOException {
        List<Path> existing = list();
        if (!existing.isEmpty()) {
            newestMillis = Math.max(newestMillis, bornMillis(existing.get(existing.size() - 1)));
        }
        newestMillis = newestMillis < timeMillis ? timeMillis : newestMillis + 1;
        return named(newestMillis, firstSeq);
    }

    /** When the file was begun, by its name. */
    long bornMillis(Path file) {
        int start = sink.length() + 1;
        String stamp = file.getFileName().toString().substring(start, start + STAMP_LENGTH);
        return STAMP.parse(stamp, Instant::from).toEpochMilli();
    }

    /** The file that was finished last and all before it, oldest first. */
    List<Path> finished(Path last) throws IOException {
        List<Path> files = list();
        files.removeIf(file -> bornMillis(file) > bornMillis(last));
        return files;
    }

    /** All finished files and the one being written, oldest first. */
    List<Path> list() throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(dir, this::isOurs)) {
            all.forEach(files::add);
        }
        files.sort(Comparator.comparing(file -> file.getFileName().toString()));
        return files;
    }

    /** Removes what a crash during {@link #compress}, or an erasure, may have left. */
    void tidy() throws IOException {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(dir, sink + "-*" + UNFINISHED)) {
            for (Path unfinished : all) {
                if (name.matcher(unfinished.getFileName().toString()).matches()) {
                    Files.delete(unfinished);
                }
            }
        }
        for (Path file : list()) {
            if (isPlain(file) && Files.exists(compressed(file))) {
                LineFile.forceDirectory(dir);
                Files.delete(file);
            }
        }
    }

    /**
     * Replaces a finished file by its compressed form; at every moment one of the two is whole on disk.
     *
     * @param isUrgent whether to be done as soon as can be; otherwise it rests between blocks, and takes about a third of a core
     * @param isGivenUp asked again and again: when true, the file stays as it is
     */
    void compress(Path plain, boolean isUrgent, BooleanSupplier isGivenUp) throws IOException {
        Path unfinished = plain.resolveSibling(plain.getFileName() + ".gz.tmp");
        try {
            if (isCompressed(plain, unfinished, isUrgent, isGivenUp)) {
                Files.move(unfinished, compressed(plain), StandardCopyOption.ATOMIC_MOVE);
                LineFile.forceDirectory(dir);
                Files.deleteIfExists(plain);
            }
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private boolean isCompressed(Path plain, Path unfinished, boolean isUrgent, BooleanSupplier isGivenUp)
            throws IOException {
        try (FileChannel channel = FileChannel.open(
                        unfinished,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE);
                GZIPOutputStream gzip = new GZIPOutputStream(Channels.newOutputStream(channel), COPY_BYTES)) {
            if (!tryCopy(plain, gzip, isUrgent, isGivenUp)) {
                return false;
            }
            gzip.finish();
            channel.force(true);
            return !isGivenUp.getAsBoolean();
        }
    }

    static boolean isPlain(Path file) {
        return file.getFileName().toString().endsWith(PLAIN);
    }

    /** The lines of a file, also when it was compressed after it was listed. */
    static InputStream read(Path file) throws IOException {
        if (!isPlain(file)) {
            return new GZIPInputStream(Files.newInputStream(file), COPY_BYTES);
        }
        try {
            return new BufferedInputStream(Files.newInputStream(file), COPY_BYTES);
        } catch (NoSuchFileException gone) {
            return read(compressed(file));
        }
    }

    private boolean tryCopy(Path from, OutputStream to, boolean isUrgent, BooleanSupplier isGivenUp)
            throws IOException {
        try (InputStream bytes = Files.newInputStream(from)) {
            byte[] block = new byte[COPY_BYTES];
            for (int read = bytes.read(block); read >= 0; read = bytes.read(block)) {
                if (isGivenUp.getAsBoolean()) {
                    return false;
                }
                to.write(block, 0, read);
                if (!isUrgent) {
                    rest.run();
                }
            }
            return true;
        }
    }

    private Path named(long timeMillis, long firstSeq) {
        return dir.resolve(sink + "-" + STAMP.format(Instant.ofEpochMilli(timeMillis)) + "-" + firstSeq + PLAIN);
    }

    private static Path compressed(Path plain) {
        return plain.resolveSibling(plain.getFileName() + ".gz");
    }

    private boolean isOurs(Path file) {
        String text = file.getFileName().toString();
        return !text.endsWith(UNFINISHED) && name.matcher(text).matches();
    }
}
