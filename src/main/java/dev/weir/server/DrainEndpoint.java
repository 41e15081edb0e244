package dev.weir.server;

import dev.weir.admin.AdminAnswer;
import dev.weir.admin.AdminRequest;
import dev.weir.admin.Endpoint;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/** Ends the process as SIGTERM does. */
final class DrainEndpoint {

    /** Time for the answer to go out, before the port closes on which it goes. */
    private static final Duration HEAD_START = Duration.ofMillis(100);

    private final BiConsumer<Duration, Runnable> timer;
    private volatile Runnable stop = () -> {};

    /** @param timer runs something once, after a while */
    DrainEndpoint(BiConsumer<Duration, Runnable> timer) {
        this.timer = timer;
    }

    /** What ends the process. */
    void onAsked(Runnable action) {
        stop = action;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.operates("POST", "/api/drain", this::drain));
    }

    private AdminAnswer drain(AdminRequest unused) {
        timer.accept(HEAD_START, () -> stop.run());
        AdminAnswer done = AdminAnswer.done();
        return new AdminAnswer(202, done.contentType(), done.body());
    }
}
