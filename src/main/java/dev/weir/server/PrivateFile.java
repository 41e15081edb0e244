package dev.weir.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.List;
import java.util.Set;

/** Files that their owner alone may read. */
final class PrivateFile {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ALONE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private PrivateFile() {}

    /** An empty file, if there is none yet. */
    static void createIfAbsent(Path file) throws IOException {
        if (Files.exists(file)) {
            return;
        }
        try {
            create(file, folderOf(file));
        } catch (FileAlreadyExistsException madeMeanwhile) {
            // By another process, which will do.
        }
    }

    /** Puts a file with these lines in place of the old one: a reader or a power cut finds either whole. For one writer. */
    static void replace(Path file, List<String> lines) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(temporary);
        create(temporary, Files.exists(file) ? file : folderOf(file));
        Files.write(temporary, lines);
        try (FileChannel channel = FileChannel.open(temporary, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        // Without this a power cut may undo the rename: ids handed out since would count as forged, revoked keys as
        // good.
        try (FileChannel folder = FileChannel.open(folderOf(file), StandardOpenOption.READ)) {
            folder.force(true);
        }
    }

    private static void create(Path file, Path ownedLike) throws IOException {
        Files.createFile(file, OWNER_ALONE);
        UserPrincipal owner = Files.getOwner(ownedLike);
        if (!owner.equals(Files.getOwner(file))) {
            giveTo(owner, file);
        }
    }

    /** What root makes on the command line, the server must be able to read. */
    private static void giveTo(UserPrincipal owner, Path file) throws IOException {
        try {
            Files.setOwner(file, owner);
        } catch (FileSystemException notRoot) {
            // Whoever is not root keeps what he makes; a folder may be shared with its owner by way of a group.
            if (Files.notExists(file)) {
                throw notRoot;
            }
        }
    }

    private static Path folderOf(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IllegalArgumentException(file + " (expected: a file, not the root of all)");
        }
        return folder;
    }
}
