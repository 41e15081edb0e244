package dev.weir.server;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.admin.Audit;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who changed what, one line of JSON each, in {@code audit.ndjson} below the data. At 8 MiB the file becomes {@code audit.1.ndjson},
 * and so on up to 8, of which the oldest goes. For one process; safe for many threads.
 */
final class AuditFile implements Audit, AutoCloseable {

    private static final long MAX_BYTES = 8L << 20;
    private static final int KEPT = 8;
    private static final JsonFactory FACTORY = new JsonFactory();

    private final Path dir;
    private final long maxBytes;
    private FileChannel channel;
    private @Nullable Object key;

    private AuditFile(Path dir, long maxBytes) throws IOException {
        this.dir = dir;
        this.maxBytes = maxBytes;
        this.channel = channel();
        this.key = keyOf(file(dir, 0));
    }

    static AuditFile open(Path dir) throws StartException {
        return open(dir, MAX_BYTES);
    }

    static AuditFile open(Path dir, long maxBytes) throws StartException {
        try {
            return new AuditFile(dir, maxBytes);
        } catch (IOException failure) {
            throw new StartException(1, file(dir, 0) + ": cannot be written: " + failure, failure);
        }
    }

    @Override
    public synchronized void write(Entry entry) throws IOException {
        if (!channel.isOpen() || isGone()) {
            reopen();
        }
        if (channel.size() >= maxBytes) {
            rotate();
        }
        long end = channel.size();
        ByteBuffer line = ByteBuffer.wrap(line(entry).getBytes(StandardCharsets.UTF_8));
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(false);
        } catch (IOException failure) {
            // Half a line would spoil the next.
            channel.truncate(end);
            throw failure;
        }
    }

    @Override
    public synchronized void close() throws IOException {
        channel.close();
    }

    /** Whether somebody has moved or deleted the file: what went into it would be lost. */
    private boolean isGone() throws IOException {
        return !Objects.equals(key, keyOf(file(dir, 0)));
    }

    private static @Nullable Object keyOf(Path file) throws IOException {
        return Files.exists(file)
                ? Files.readAttributes(file, BasicFileAttributes.class).fileKey()
                : null;
    }

    private void reopen() throws IOException {
        channel.close();
        channel = channel();
        key = keyOf(file(dir, 0));
    }

    private void rotate() throws IOException {
        channel.close();
        for (int i = KEPT - 1; i >= 0; i--) {
            if (Files.exists(file(dir, i))) {
                Files.move(file(dir, i), file(dir, i + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        reopen();
    }

    private FileChannel channel() throws IOException {
        Path file = file(dir, 0);
        PrivateFile.createIfAbsent(file);
        return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
    }

    private static Path file(Path dir, int age) {
        return dir.resolve(age == 0 ? "audit.ndjson" : "audit." + age + ".ndjson");
    }

    private static String line(Entry entry) throws IOException {
        StringWriter line = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("time", entry.time().toString());
            json.writeStringField("id", entry.id());
            json.writeStringField("address", entry.address());
            json.writeStringField("action", entry.action());
            json.writeStringField("parameters", entry.parameters());
            json.writeStringField("outcome", entry.outcome());
            json.writeEndObject();
        }
        return line.append('\n').toString();
    }
}
