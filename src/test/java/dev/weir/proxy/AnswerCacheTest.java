package dev.weir.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dialect.Inquiry.VendorAnswer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AnswerCacheTest {

    private static final int MAX_BYTES = 100_000;

    private final AtomicLong nanos = new AtomicLong();
    private final AnswerCache cache = new AnswerCache(MAX_BYTES, nanos::get);

    @Test
    void anAnswerIsFoundUntilItsTime() {
        cache.keep(key("shop", "a"), answer(10), 30);

        nanos.addAndGet(TimeUnit.SECONDS.toNanos(30) - 1);
        assertThat(cache.find(key("shop", "a"))).isNotNull();
        nanos.addAndGet(1);
        assertThat(cache.find(key("shop", "a"))).isNull();
    }

    @Test
    void lookingAtAnAnswerKeepsItNoLonger() {
        cache.keep(key("shop", "a"), answer(10), 30);
        for (int second = 0; second < 30; second++) {
            cache.find(key("shop", "a"));
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
        }

        assertThat(cache.find(key("shop", "a"))).isNull();
    }

    @Test
    void bringingTheSameAnswerAgainKeepsItNoLonger() {
        VendorAnswer answer = answer(10);
        cache.keep(key("shop", "a"), answer, 30);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(20));
        cache.keep(key("shop", "a"), answer, 30);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(20));

        assertThat(cache.find(key("shop", "a"))).isNull();
    }

    @Test
    void oneSectionDoesNotGetTheAnswersOfAnother() {
        cache.keep(key("shop", "a"), answer(10), 30);

        assertThat(cache.find(key("other", "a"))).isNull();
    }

    @Test
    void itWeighsNoMoreThanItMay() {
        for (int i = 0; i < 1_000; i++) {
            cache.keep(key("shop", "k" + i), answer(1_000), 60);
        }

        long kept = IntStream.range(0, 1_000)
                .filter(i -> cache.find(key("shop", "k" + i)) != null)
                .count();
        assertThat(kept).isBetween(1L, MAX_BYTES / 1_000L);
    }

    @Test
    void anAnswerThatAloneWeighsTooMuchIsNotKept() {
        cache.keep(key("shop", "a"), answer(MAX_BYTES), 60);

        assertThat(cache.find(key("shop", "a"))).isNull();
    }

    @Test
    void withoutRoomNothingIsKept() {
        AnswerCache none = new AnswerCache(0, nanos::get);

        none.keep(key("shop", "a"), answer(1), 60);

        assertThat(none.find(key("shop", "a"))).isNull();
    }

    private static AnswerCache.Key key(String section, String text) {
        return new AnswerCache.Key(section, "vendor", text);
    }

    private static VendorAnswer answer(int bytes) {
        return new VendorAnswer(200, "application/json", null, new byte[bytes]);
    }
}
