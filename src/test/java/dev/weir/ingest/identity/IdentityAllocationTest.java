package dev.weir.ingest.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.weir.dialect.Claim;
import dev.weir.event.RejectedException;
import dev.weir.ingest.identity.OwnIds.Kind;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What the path of every request costs in bytes. Less than an object's header per operation is none. */
class IdentityAllocationTest {

    private static final int OPERATIONS = 200_000;
    private static final double NONE = 1.0;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final IdKeys keys = IdKeys.generate(new Random(1));
    private final OwnIds ids = new OwnIds(keys, new Random(2));
    private final AtomicLong nanos = new AtomicLong();
    private final Identities identities =
            new Identities(keys, new Random(3), nanos::incrementAndGet, 1_000, new SimpleMeterRegistry());
    private int seen;

    @Test
    void tellingAnIdAllocatesNothing() throws RejectedException {
        String own = ids.mint(Kind.DEVICE, "shop");

        assertThat(bytesPerOperation(
                        () -> seen += ids.judge(own, Kind.DEVICE, "shop").name().length()))
                .isLessThan(NONE);
    }

    @Test
    void tellingAForeignIdAllocatesNothing() throws RejectedException {
        assertThat(bytesPerOperation(() -> seen +=
                        ids.judge("kHnD2b4QxZ", Kind.DEVICE, "shop").name().length()))
                .isLessThan(NONE);
    }

    @Test
    void aKnownDeviceInALiveSessionAllocatesNothing() throws RejectedException {
        Claim call = Claims.push(ids.mint(Kind.DEVICE, "shop"), "sid");

        assertThat(bytesPerOperation(() ->
                        seen += identities.resolve(Sections.SHOP, call, null).hashCode()))
                .isLessThan(NONE);
    }

    @Test
    void aKnownDeviceWithItsCookieAllocatesNothing() throws RejectedException {
        String own = ids.mint(Kind.DEVICE, "shop");
        Claim call = Claims.push(own, "sid");
        String cookies = "a=b; weir_shop=" + own;

        assertThat(bytesPerOperation(() ->
                        seen += identities.resolve(Sections.SHOP, call, cookies).hashCode()))
                .isLessThan(NONE);
    }

    @Test
    void aForeignDeviceInALiveSessionAllocatesItsKeyAlone() throws RejectedException {
        Claim call = Claims.push("kHnD2b4QxZ", "sid");

        assertThat(bytesPerOperation(() ->
                        seen += identities.resolve(Sections.SHOP, call, null).hashCode()))
                .isLessThan(24 + NONE);
    }

    @Test
    void aCookieHeaderWithoutOursAllocatesNothing() throws RejectedException {
        assertThat(bytesPerOperation(
                        () -> seen += SectionCookie.valueIn("a=b; weir_other=c; d=e", Sections.SHOP) == null ? 1 : 0))
                .isLessThan(NONE);
    }

    private static double bytesPerOperation(Operation operation) throws RejectedException {
        repeat(operation);
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        repeat(operation);
        return (double) (THREADS.getThreadAllocatedBytes(thread) - before) / OPERATIONS;
    }

    private static void repeat(Operation operation) throws RejectedException {
        for (int i = 0; i < OPERATIONS; i++) {
            operation.run();
        }
    }

    private interface Operation {
        void run() throws RejectedException;
    }
}
