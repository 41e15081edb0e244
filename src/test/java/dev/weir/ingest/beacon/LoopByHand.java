package dev.weir.ingest.beacon;

import io.netty.channel.EventLoop;
import io.vertx.core.Handler;
import io.vertx.core.internal.ContextInternal;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayDeque;
import java.util.Deque;

/** An event loop whose turns a test brings about. It knows of tasks, and of what is due at once by time. */
final class LoopByHand {

    final EventLoop eventLoop = as(EventLoop.class, this::onLoop);
    final ContextInternal context = as(ContextInternal.class, this::onContext);
    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final Deque<Runnable> due = new ArrayDeque<>();

    /** It runs its tasks, and those that come of them. */
    void runTasks() {
        while (!tasks.isEmpty()) {
            tasks.remove().run();
        }
    }

    /** It has looked at its sockets: runs what was due when it did. */
    void look() {
        for (int left = due.size(); left > 0; left--) {
            due.remove().run();
        }
        runTasks();
    }

    /** Whether there is nothing to run. */
    boolean rests() {
        return tasks.isEmpty() && due.isEmpty();
    }

    private Object onLoop(Object proxy, Method called, Object[] arguments) {
        boolean isAtOnce = called.getName().equals("schedule") && arguments[1].equals(0L);
        if (!isAtOnce) {
            throw new UnsupportedOperationException(called.toString());
        }
        due.add((Runnable) arguments[0]);
        return null;
    }

    private Object onContext(Object proxy, Method called, Object[] arguments) {
        return switch (called.getName()) {
            case "nettyEventLoop" -> eventLoop;
            case "runOnContext" -> tasks.add(task(arguments[0]));
            default -> throw new UnsupportedOperationException(called.toString());
        };
    }

    /** What is run on a context is a handler of nothing, but a proxy is not told. */
    @SuppressWarnings("unchecked")
    private static Runnable task(Object handler) {
        return () -> ((Handler<Void>) handler).handle(null);
    }

    private static <T> T as(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
