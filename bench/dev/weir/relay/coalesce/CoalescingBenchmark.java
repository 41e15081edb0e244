package dev.weir.relay.coalesce;

import dev.weir.event.ItemList;
import dev.weir.relay.coalesce.CoalescingWindows.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A full-sync that is held back, among as many as there are: it replaces one of the same list, or one is due for it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CoalescingBenchmark {

    private static final long WINDOW_NANOS = 5_000_000_000L;

    @Param({"100", "50000"})
    int open;

    private CoalescingWindows<Object> windows;
    private final List<OpenSyncs<Window<Object>>> devices = new ArrayList<>();
    private final Object sync = new Object();
    private long now;
    private int device;

    @Setup(Level.Iteration)
    public void open() {
        windows = new CoalescingWindows<>(open);
        devices.clear();
        for (int i = 0; i < open; i++) {
            OpenSyncs<Window<Object>> its = new OpenSyncs<>();
            its.replace(ItemList.CART, windows.open(sync, now + i));
            devices.add(its);
        }
    }

    /** A later sync of a device whose earlier one waits: that one's window goes on with the later one in it. */
    @Benchmark
    public Object supersede() {
        OpenSyncs<Window<Object>> its = devices.get(nextDevice());
        Window<Object> latest = windows.open(sync, ++now + WINDOW_NANOS);
        Window<Object> earlier = its.replace(ItemList.CART, latest);
        windows.close(earlier);
        return earlier;
    }

    /** One is due, and another begins to wait. */
    @Benchmark
    public Object release() {
        now++;
        Object due = windows.pollDue(now + WINDOW_NANOS);
        windows.open(sync, now + WINDOW_NANOS);
        return due;
    }

    private int nextDevice() {
        device = device + 1 == open ? 0 : device + 1;
        return device;
    }
}
