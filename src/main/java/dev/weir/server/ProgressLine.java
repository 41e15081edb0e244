package dev.weir.server;

import java.io.Console;
import java.io.PrintWriter;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * How long work goes: one line that is written over on a terminal, a plain line every five seconds elsewhere. Written to stderr, so
 * that what a script reads stays clean. Confined to one thread.
 */
final class ProgressLine {

    private static final long TERMINAL_NANOS = 200_000_000L;
    private static final long PLAIN_NANOS = 5_000_000_000L;

    private final PrintWriter err;
    private final boolean isTerminal;
    private final LongSupplier nanoTime;
    private long last;
    private int shown;

    ProgressLine(PrintWriter err, boolean isTerminal, LongSupplier nanoTime) {
        this.err = err;
        this.isTerminal = isTerminal;
        this.nanoTime = nanoTime;
        this.last = nanoTime.getAsLong();
    }

    static ProgressLine on(PrintWriter err) {
        return new ProgressLine(err, isTerminal(), SystemTime::nanos);
    }

    /** Shows the text, if it is time for it. */
    void show(Supplier<String> text) {
        long now = nanoTime.getAsLong();
        if (now - last < (isTerminal ? TERMINAL_NANOS : PLAIN_NANOS)) {
            return;
        }
        last = now;
        String line = text.get();
        if (isTerminal) {
            err.print("\r" + line + " ".repeat(Math.max(0, shown - line.length())));
            shown = line.length();
        } else {
            err.println(line);
        }
        err.flush();
    }

    /** Leaves nothing of it on a terminal. */
    void clear() {
        if (isTerminal && shown > 0) {
            err.print("\r" + " ".repeat(shown) + "\r");
            err.flush();
            shown = 0;
        }
    }

    /** From JDK 22 on there is a console also where none is a terminal, and a way to ask. */
    @SuppressWarnings("SystemConsoleNull") // where it is not null, it is asked
    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (NoSuchMethodException older) {
            return true;
        } catch (ReflectiveOperationException unknown) {
            return false;
        }
    }
}
