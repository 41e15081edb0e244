package dev.weir.server;

import dev.weir.ingest.key.HmacSha256;
import dev.weir.ingest.key.KeyEntry;
import dev.weir.ingest.key.KeyRing;
import dev.weir.ingest.key.KeyText;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Weir's own API keys on disk: the list in {@code api.keys}, and apart from it, in {@code api.keys.secret}, what their hashes
 * are made with. Both are readable by their owner alone. A change is made under the lock of {@code api.keys.lock}, so that
 * two commands at once lose nothing; readers need no lock. Safe for many threads and processes.
 *
 * <p>What is wrong with a file is thrown as an {@code IllegalArgumentException} that names it; what cannot be read or written,
 * as an {@code IOException}.
 */
final class ApiKeyFile {

    private static final String NAME = "api.keys";

    /** {@link KeyRing#MAX_KEYS} of the longest lines take less than half of it. */
    private static final long MAX_BYTES = 1 << 20;

    /** A file's lock is the process's: it does not keep a second thread out, but fails it. */
    private static final ReentrantLock ONE_THREAD = new ReentrantLock();

    private final Path file;
    private final Path secret;
    private final Path lock;

    ApiKeyFile(Path data) {
        this.file = data.resolve(NAME);
        this.secret = data.resolve(NAME + ".secret");
        this.lock = data.resolve(NAME + ".lock");
    }

    Path path() {
        return file;
    }

    /**
     * Makes a key, which is kept when this returns. Nothing but the returned text ever tells its secret.
     *
     * @param lifetime from now, more than 0
     * @throws IllegalArgumentException if there are too many keys already
     */
    KeyText create(String section, String name, Duration lifetime, InstantSource clock, RandomGenerator random)
            throws IOException {
        return changing(() -> {
            KeyRing ring = ring();
            HmacSha256 hash = hashOrNew(ring, random);
            KeyText text = KeyText.draw(random);
            Instant created = clock.instant().truncatedTo(ChronoUnit.SECONDS);
            KeyEntry entry =
                    new KeyEntry(text.id(), section, name, created, created.plus(lifetime), null, hash.of(text.text()));
            PrivateFile.replace(file, ring.with(entry).toLines());
            return text;
        });
    }

    /**
     * Revokes a key, from now on; one that is revoked already stays so.
     *
     * @return the keys after that; without one of that id, if there is none
     */
    KeyRing revoke(String id, InstantSource clock) throws IOException {
        if (Files.notExists(file)) {
            return KeyRing.EMPTY;
        }
        return changing(() -> {
            KeyRing ring = ring();
            KeyRing revoked = ring.revoked(id, clock.instant().truncatedTo(ChronoUnit.SECONDS));
            if (revoked != ring) {
                PrivateFile.replace(file, revoked.toLines());
            }
            return revoked;
        });
    }

    /** The keys as they are now; none if there is no file. */
    KeyRing ring() throws IOException {
        try {
            return KeyRing.parse(lines(file));
        } catch (NoSuchFileException none) {
            return KeyRing.EMPTY;
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(file + ": " + wrong.getMessage(), wrong);
        }
    }

    /** What the keys' hashes are made with, or null if no key was ever made. */
    @Nullable
    HmacSha256 hash() throws IOException {
        try {
            return HmacSha256.ofBase64(String.join("", lines(secret)).strip());
        } catch (NoSuchFileException none) {
            return null;
        } catch (IllegalArgumentException wrong) {
            throw new IllegalArgumentException(secret + ": " + wrong.getMessage(), wrong);
        }
    }

    /** The hash, which must be there if there are keys. */
    @Nullable
    HmacSha256 hashFor(KeyRing ring) throws IOException {
        HmacSha256 hash = hash();
        if (hash == null && !ring.entries().isEmpty()) {
            throw new IllegalArgumentException(
                    secret + ": does not exist (expected: the secret under which the keys in " + file
                            + " were made; without it delete them all, and make others)");
        }
        return hash;
    }

    /** Changes whenever one of the files does. */
    Stamp stamp() throws IOException {
        return new Stamp(FileStamp.of(file), FileStamp.of(secret));
    }

    private HmacSha256 hashOrNew(KeyRing ring, RandomGenerator random) throws IOException {
        HmacSha256 hash = hashFor(ring);
        if (hash != null) {
            return hash;
        }
        HmacSha256 drawn = HmacSha256.drawn(random);
        PrivateFile.replace(secret, List.of(drawn.toBase64()));
        return drawn;
    }

    private <T> T changing(Change<T> change) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        ONE_THREAD.lock();
        try {
            PrivateFile.createIfAbsent(lock);
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
                // Until the channel is closed. Waits for the other command, which takes a moment.
                channel.lock();
                return change.make();
            }
        } finally {
            ONE_THREAD.unlock();
        }
    }

    private static List<String> lines(Path path) throws IOException {
        if (Files.size(path) > MAX_BYTES) {
            throw new IllegalArgumentException(Files.size(path) + " bytes (expected: at most " + MAX_BYTES + ")");
        }
        try {
            return Files.readAllLines(path);
        } catch (CharacterCodingException wrong) {
            throw new IllegalArgumentException("no text (expected: what ./weir keys wrote)", wrong);
        }
    }

    private interface Change<T> {
        T make() throws IOException;
    }

    /** Both files as they were last seen. */
    record Stamp(@Nullable FileStamp keys, @Nullable FileStamp secret) {}

    /** Tells one state of a file from another: whoever replaces it makes a new inode, whoever edits it changes the time. */
    record FileStamp(
            FileTime modified, long bytes, @Nullable Object inode) {

        static @Nullable FileStamp of(Path path) throws IOException {
            try {
                BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
                return new FileStamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
            } catch (NoSuchFileException none) {
                return null;
            }
        }
    }
}
