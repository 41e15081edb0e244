package dev.weir.erase;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The note of an erasure that has begun, {@code data/erasures/pending}: it names the person, can be read by its owner alone, and is
 * deleted when all is erased. Lines of a word and a text in base64.
 */
final class PendingErasure {

    private final Path dir;
    private final Path file;

    PendingErasure(Path dir) {
        this.dir = dir;
        this.file = dir.resolve("pending");
    }

    void save(KnownPerson known) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(line("section", known.section()));
        lines.add(line(known.person().kind().label(), known.person().value()));
        known.devices().forEach(device -> lines.add(line("device", device)));
        known.ambiguous().forEach(device -> lines.add(line("ambiguous", device)));
        known.sessions().forEach(session -> lines.add(line("session", session)));
        known.names().forEach(name -> lines.add(line("name", name)));
        lines.add(line("left-out", String.valueOf(known.leftOut())));
        lines.add(line("end", ""));
        write(file, lines);
    }

    /** Null if there is none. */
    @Nullable
    KnownPerson load() throws IOException {
        if (!Files.exists(file)) {
            return null;
        }
        String section = "";
        Person.Kind kind = Person.Kind.DEVICE;
        String value = "";
        Set<String> devices = new LinkedHashSet<>();
        Set<String> ambiguous = new LinkedHashSet<>();
        Set<String> sessions = new LinkedHashSet<>();
        Set<String> names = new LinkedHashSet<>();
        long leftOut = 0;
        for (String line : Files.readAllLines(file)) {
            int space = line.indexOf(' ');
            String word = line.substring(0, Math.max(0, space));
            String text = new String(Base64.getDecoder().decode(line.substring(space + 1)), StandardCharsets.UTF_8);
            switch (word) {
                case "section" -> section = text;
                case "device" -> devices.add(text);
                case "ambiguous" -> ambiguous.add(text);
                case "session" -> sessions.add(text);
                case "name" -> names.add(text);
                case "left-out" -> leftOut = Long.parseLong(text);
                case "end" -> {}
                default -> {
                    kind = kind(word);
                    value = text;
                }
            }
        }
        KnownPerson known = new KnownPerson(new Person(section, kind, value));
        known.restore(new KnownPerson.Noted(devices, ambiguous, sessions, names, leftOut));
        return known;
    }

    void delete() throws IOException {
        Files.deleteIfExists(file);
        force(dir);
    }

    /** Puts a file there that its owner alone may read; it is on disk when this returns. */
    static void write(Path path, List<String> lines) throws IOException {
        Path beside = path.resolveSibling(path.getFileName() + ".tmp");
        Files.deleteIfExists(beside);
        Files.createFile(beside, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(beside, lines);
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
        force(path.resolveSibling("."));
    }

    private static void force(Path folder) throws IOException {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private Person.Kind kind(String word) throws IOException {
        for (Person.Kind kind : Person.Kind.values()) {
            if (kind.label().equals(word)) {
                return kind;
            }
        }
        throw new IOException(
                file + ": cannot be read (expected: as it was written; whoever deletes it has to erase again)");
    }

    private static String line(String word, String text) {
        return word + " " + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
