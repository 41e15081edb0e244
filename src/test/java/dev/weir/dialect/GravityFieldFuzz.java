package dev.weir.dialect;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.weir.dialect.gravityfield.EngagementUrls;
import dev.weir.dialect.gravityfield.GravityField;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any body, on each of the dialect's calls. */
final class GravityFieldFuzz {

    private static final FuzzedRequests REQUESTS =
            new FuzzedRequests(new GravityField(new EngagementUrls(new byte[EngagementUrls.MIN_KEY_BYTES], List.of())));

    static Stream<byte[]> samples() {
        return REQUESTS.samples();
    }

    @MethodSource("samples")
    @FuzzTest
    void requestIsRefusedOrMeansTheSameAllTheWay(byte[] input) {
        REQUESTS.check(input);
    }
}
