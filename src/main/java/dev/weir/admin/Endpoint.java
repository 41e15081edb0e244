package dev.weir.admin;

import java.util.Set;

/**
 * One thing that can be asked of the private port. What needs {@link Role#OPERATE} is written to the audit, before it is done and
 * after.
 *
 * @param method GET, which also serves HEAD; POST or PUT for what changes something
 * @param path with {@code {name}} for a segment that stands for something, such as {@code /api/sinks/{sink}/pause}
 * @param role what the caller must be
 * @param shown names of parameters whose values the audit may have: of others, which may be a visitor's or nothing that this
 *     endpoint knows, it has none
 */
public record Endpoint(String method, String path, Role role, Set<String> shown, Action action) {

    public Endpoint {
        shown = Set.copyOf(shown);
    }

    /** Shows something. */
    public static Endpoint reads(String path, Action action) {
        return new Endpoint("GET", path, Role.READ, Set.of(), action);
    }

    /** Changes something, and takes no parameters. */
    public static Endpoint operates(String method, String path, Action action) {
        return operates(method, path, Set.of(), action);
    }

    /** Changes something. */
    public static Endpoint operates(String method, String path, Set<String> shown, Action action) {
        return new Endpoint(method, path, Role.OPERATE, shown, action);
    }

    /** Does it. Runs on a worker thread, and may block it for as long as a caller waits. Safe for many threads. */
    @FunctionalInterface
    public interface Action {
        AdminAnswer act(AdminRequest request) throws AdminRefusal;
    }
}
