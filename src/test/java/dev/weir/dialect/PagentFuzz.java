package dev.weir.dialect;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.weir.dialect.pagent.Pagent;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any body, on each of the dialect's calls. */
final class PagentFuzz {

    private static final FuzzedRequests REQUESTS = new FuzzedRequests(new Pagent());

    static Stream<byte[]> samples() {
        return REQUESTS.samples();
    }

    @MethodSource("samples")
    @FuzzTest
    void requestIsRefusedOrMeansTheSameAllTheWay(byte[] input) {
        REQUESTS.check(input);
    }
}
