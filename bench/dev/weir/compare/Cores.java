package dev.weir.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Some cores of the machine, and what all processes together have taken of them. */
final class Cores {

    private static final double TICKS_PER_SECOND = 100;
    private static final int SYSTEM = 3;
    /** What is between is idle, or interrupts, which the kernel may or may not put on a process's account as well. */
    private static final int STOLEN = 8;

    private final String list;
    private final Set<String> names = new TreeSet<>();

    /** @param list as {@code taskset} has it, such as 0 or 0,2-3 */
    Cores(String list) throws IOException {
        this.list = list;
        try {
            for (String part : list.split(",")) {
                String[] ends = part.split("-");
                for (int core = Integer.parseInt(ends[0]); core <= Integer.parseInt(ends[ends.length - 1]); core++) {
                    names.add("cpu" + core);
                }
            }
        } catch (NumberFormatException bad) {
            throw new IOException("cores: " + list + " (expected: such as 0 or 2-3)", bad);
        }
    }

    String list() {
        return list;
    }

    int count() {
        return names.size();
    }

    /** Since the machine started, of all its processes and of the host's other guests. */
    double busySeconds() throws IOException {
        long ticks = 0;
        List<String> lines = Files.readAllLines(Path.of("/proc/stat"));
        for (String line : lines) {
            String[] fields = line.split(" +");
            if (names.contains(fields[0])) {
                for (int i = 1; i <= SYSTEM; i++) {
                    ticks += Long.parseLong(fields[i]);
                }
                ticks += Long.parseLong(fields[STOLEN]);
            }
        }
        return ticks / TICKS_PER_SECOND;
    }
}
