package dev.weir.dialect;

import dev.weir.AllocationBudget;
import java.util.concurrent.Callable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that reading a request allocates: of each dialect a small one and a large one, as the benchmarks have them. */
final class DialectAllocationTest {

    private static final int TIMES = 20_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "personaclick.view-browser",
                "personaclick.cart-sync-20",
                "pureclarity.product-view",
                "pureclarity.order-20",
                "gravityfield.add-to-cart",
                "gravityfield.sync-cart-20",
                "pagent.1",
                "pagent.100"
            })
    void aRequestStaysWithinItsBudget(String request) throws Exception {
        AllocationBudget.assertKept("dialect." + request, DialectAllocationTest.class);
    }

    /** The bytes of this request, in the JVM that it is given. */
    public static void main(String[] name) throws Exception {
        String[] parts = name[0].split("\\.");
        Callable<Object> reading = reading(parts[1], parts[2]);
        repeat(reading);
        long before = AllocationBudget.allocated();
        repeat(reading);
        System.out.println((AllocationBudget.allocated() - before) / TIMES);
    }

    private static void repeat(Callable<Object> reading) throws Exception {
        for (int i = 0; i < TIMES; i++) {
            if (reading.call() == null) {
                throw new AssertionError("nothing read");
            }
        }
    }

    private static Callable<Object> reading(String dialect, String request) {
        switch (dialect) {
            case "personaclick" -> {
                PersonaClickBenchmark benchmark = new PersonaClickBenchmark();
                benchmark.beacon = request;
                benchmark.setUp();
                return benchmark::readEvent;
            }
            case "pureclarity" -> {
                PureClarityBenchmark benchmark = new PureClarityBenchmark();
                benchmark.second = request;
                benchmark.setUp();
                return benchmark::readEvents;
            }
            case "gravityfield" -> {
                GravityFieldBenchmark benchmark = new GravityFieldBenchmark();
                benchmark.event = request;
                benchmark.setUp();
                return benchmark::readEvents;
            }
            case "pagent" -> {
                PagentBenchmark benchmark = new PagentBenchmark();
                benchmark.conversions = Integer.parseInt(request);
                benchmark.setUp();
                return benchmark::readEvents;
            }
            default -> throw new IllegalArgumentException(dialect);
        }
    }
}
