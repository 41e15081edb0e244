package dev.weir.admin;

import java.util.Set;

/**
 * One thing that can be asked of the private port. What needs {@link Role#OPERATE} is written to the audit, before it is done and
 * after.
 *
 * @param method GET, which also serves HEAD; POST or PUT for what changes something
 * @param path with {@code {name}} for a segment that stands for something, such as {@code /api/sinks/{sink}/pause}
 * @param role what the caller must be
 * @param hidden names of parameters whose values the audit must not have, since they are a visitor's
 */
public record Endpoint(String method, String path, Role role, Set<String> hidden, Action action) {

    public Endpoint {
        hidden = Set.copyOf(hidden);
    }

    /** Shows something. */
    public static Endpoint reads(String path, Action action) {
        return new Endpoint("GET", path, Role.READ, Set.of(), action);
    }

    /** Changes something. */
    public static Endpoint operates(String method, String path, Action action) {
        return new Endpoint(method, path, Role.OPERATE, Set.of(), action);
    }

    /** Does it. Runs on a worker thread, and may block it for as long as a caller waits. Safe for many threads. */
    @FunctionalInterface
    public interface Action {
        AdminAnswer act(AdminRequest request) throws AdminRefusal;
    }
}
