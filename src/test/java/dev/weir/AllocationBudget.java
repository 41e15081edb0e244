package dev.weir;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Properties;

/**
 * Bytes that something may allocate each time, by {@code allocation-budget.properties}. It is measured in a JVM of its own: what
 * other tests have run before decides what the compiler inlines, and that what it need not allocate.
 */
public final class AllocationBudget {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private AllocationBudget() {}

    /**
     * Holds what a class prints last against the budget of this name.
     *
     * @param measure has a main method, which gets the name
     */
    public static void assertKept(String name, Class<?> measure) throws IOException, InterruptedException {
        assertThat(printedBy(measure, name))
                .as("%s: bytes each", name)
                .isPositive()
                .isLessThanOrEqualTo(budget(name));
    }

    /** What all threads that live have allocated. */
    public static long allocated() {
        long bytes = 0;
        for (long each : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            bytes += Math.max(0, each);
        }
        return bytes;
    }

    private static long printedBy(Class<?> main, String argument) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        java.toString(),
                        // What is compiled when, and so what is allocated, must not depend on how busy the machine is.
                        "-XX:-BackgroundCompilation",
                        "-cp",
                        System.getProperty("java.class.path"),
                        main.getName(),
                        argument)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor())
                .as("exit code, having printed %s", printed)
                .isZero();
        String[] lines = printed.strip().split("\n");
        return Long.parseLong(lines[lines.length - 1].strip());
    }

    private static long budget(String name) throws IOException {
        Properties budgets = new Properties();
        try (InputStream in = AllocationBudget.class.getResourceAsStream("/allocation-budget.properties")) {
            budgets.load(in);
        }
        String budget = budgets.getProperty(name);
        assertThat(budget).as("budget of %s", name).isNotNull();
        return Long.parseLong(budget);
    }
}
