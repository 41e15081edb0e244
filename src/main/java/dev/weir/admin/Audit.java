package dev.weir.admin;

import java.io.IOException;
import java.time.Instant;

/** Where it is written down who changed what. Safe for many threads. */
@FunctionalInterface
public interface Audit {

    /**
     * Has the entry on disk when it returns.
     *
     * @throws IOException if it cannot be written: then nothing may be done
     */
    void write(Entry entry) throws IOException;

    /**
     * What was asked, or how it ended.
     *
     * @param id the same before and after
     * @param address of the other end of the connection
     * @param action method and path, such as {@code POST /api/sinks/vendor/pause}
     * @param parameters {@code name=value} with a space between; values that may be a visitor's or are nothing that is known are left out
     * @param outcome {@code asked} before it is done; then the status that it was answered with, such as {@code 200}
     */
    record Entry(Instant time, String id, String address, String action, String parameters, String outcome) {}
}
