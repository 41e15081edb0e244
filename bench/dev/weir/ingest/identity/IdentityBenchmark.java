package dev.weir.ingest.identity;

import dev.weir.dialect.Claim;
import dev.weir.event.RejectedException;
import dev.weir.event.Section;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What identity costs each request: telling an id, finding the live session, and for newcomers making an id. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class IdentityBenchmark {

    private static final Section SHOP = new Section(
            "demo-shop",
            Map.of(),
            Section.Reading.LENIENT,
            Section.Answers.HELPFUL,
            Section.Limit.DEFAULT,
            Section.Identity.DEFAULT,
            List.of());
    /** A power of two. */
    private static final int DEVICES = 1 << 14;

    private OwnIds ids;
    private Identities identities;
    private String[] own;
    private Claim[] calls;
    private Claim foreign;
    private int next;

    @Setup
    public void rememberDevices() throws RejectedException {
        SecureRandom random = new SecureRandom();
        IdKeys keys = IdKeys.generate(random);
        ids = new OwnIds(keys, random);
        identities = new Identities(
                keys, random, System::nanoTime, Identities.DEFAULT_MAX_SESSIONS, new SimpleMeterRegistry());
        foreign = Claims.push("kHnD2b4QxZ", "Ab3dE6gH1j");
        own = new String[DEVICES];
        calls = new Claim[DEVICES];
        for (int i = 0; i < DEVICES; i++) {
            own[i] = ids.mint(OwnIds.Kind.DEVICE, SHOP.name());
            calls[i] = Claims.push(own[i], "sid" + i);
            identities.resolve(SHOP, calls[i], null);
        }
    }

    @Benchmark
    public Object tellAnOwnId() {
        return ids.judge(own[next++ & (DEVICES - 1)], OwnIds.Kind.DEVICE, SHOP.name());
    }

    @Benchmark
    public Object resolveALiveSession() throws RejectedException {
        return identities.resolve(SHOP, calls[next++ & (DEVICES - 1)], null);
    }

    @Benchmark
    public Object resolveALiveSessionOfAForeignDevice() throws RejectedException {
        return identities.resolve(SHOP, foreign, null);
    }

    @Benchmark
    public Object mintAnId() {
        return ids.mint(OwnIds.Kind.DEVICE, SHOP.name());
    }
}
