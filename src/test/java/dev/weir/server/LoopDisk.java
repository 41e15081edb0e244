package dev.weir.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file system of its own on this machine, in a sparse file: small, and its power can be cut. What is mounted is taken down when it
 * is closed. Linux's root alone; confined to one thread.
 */
final class LoopDisk implements AutoCloseable {

    /**
     * FS_IOC_SHUTDOWN with FS_SHUTDOWN_FLAGS_NOLOGFLUSH (fs/xfs/libxfs/xfs_fs.h, fs/ext4/ext4.h): from then on nothing reaches the
     * disk, neither the pages that wait nor the file system's own log.
     */
    private static final String CUT = """
            import fcntl, os, struct, sys
            fd = os.open(sys.argv[1], os.O_RDONLY)
            fcntl.ioctl(fd, 0x8004587d, struct.pack('I', 2))
            """;

    private final Path image;
    private final Path mountPoint;
    private boolean isMounted;

    private LoopDisk(Path image, Path mountPoint) {
        this.image = image;
        this.mountPoint = mountPoint;
    }

    /** Skips the test, and says why, where there is no such file system. */
    static void require(String type) {
        Needs.root();
        Needs.program("mkfs." + type, type.equals("xfs") ? "xfsprogs" : "e2fsprogs");
        Needs.program("python3", "python3");
    }

    /** @param type ext4 or xfs; the latter takes 300 MiB at least */
    static LoopDisk make(String type, int mebibytes, Path dir) throws IOException, InterruptedException {
        Path image = dir.resolve(type + ".img");
        Path mountPoint = Files.createDirectories(dir.resolve(type));
        Shell.run("truncate", "-s", mebibytes + "M", image.toString());
        if (type.equals("ext4")) {
            // Without blocks that are the administrator's alone: full is then full for everybody.
            Shell.run("mkfs.ext4", "-q", "-m", "0", image.toString());
        } else {
            Shell.run("mkfs." + type, "-q", image.toString());
        }
        LoopDisk disk = new LoopDisk(image, mountPoint);
        disk.mount();
        return disk;
    }

    Path dir() {
        return mountPoint;
    }

    /** Bytes that may still be written. */
    long free() throws IOException {
        return Files.getFileStore(mountPoint).getUsableSpace();
    }

    /**
     * Writes a file of zeros, or more of one, until no more than this is free.
     *
     * @param left 0 for as full as can be
     */
    void fill(Path ballast, long left) throws IOException {
        byte[] zeros = new byte[64 << 10];
        try (OutputStream out = Files.newOutputStream(ballast, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            while (free() > left) {
                out.write(zeros, 0, (int) Math.min(zeros.length, Math.max(1, free() - left)));
            }
            while (left == 0) {
                out.write(0);
            }
        } catch (IOException full) {
            if (left > 0) {
                throw full;
            }
        }
    }

    /** As when the plug is pulled: what was not on disk is not there after {@link #repower}. */
    void cutPower() throws IOException, InterruptedException {
        Shell.run("python3", "-c", CUT, mountPoint.toString());
    }

    /** Mounts it anew, by the file system's log. Nobody may have a file of it open. */
    void repower() throws IOException, InterruptedException {
        unmount();
        mount();
    }

    @Override
    public void close() throws IOException {
        try {
            if (isMounted) {
                unmount();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IOException("still mounted: " + mountPoint, interrupted);
        }
        Files.deleteIfExists(image);
    }

    private void mount() throws IOException, InterruptedException {
        Shell.run("mount", "-o", "loop", image.toString(), mountPoint.toString());
        isMounted = true;
    }

    private void unmount() throws IOException, InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try {
                Shell.run("umount", mountPoint.toString());
                isMounted = false;
                return;
            } catch (AssertionError busy) {
                // The kernel is still at taking down who had files of it open.
                if (attempt == 50) {
                    Shell.run("umount", "-l", mountPoint.toString());
                    throw busy;
                }
                Shell.run("sync");
            }
        }
    }
}
