package dev.weir.proxy;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.weir.dialect.Inquiry.VendorAnswer;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Answers that may be given again, bounded in bytes and in age. Safe for many threads. */
final class AnswerCache {

    /** What an entry costs beside its texts and bytes, roughly. */
    private static final int OVERHEAD_BYTES = 256;

    private final Cache<Key, Kept> answers;

    AnswerCache(long maxBytes, LongSupplier nanoTime) {
        // No executor: the little there is to tidy up is done by whoever comes by.
        this.answers = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                .weigher(AnswerCache::weight)
                .expireAfter(Expiry.<Key, Kept>writing((key, kept) -> kept.lifetime))
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    @Nullable
    VendorAnswer find(Key key) {
        Kept kept = answers.getIfPresent(key);
        return kept == null ? null : kept.answer;
    }

    /** Each of the pages that shared an answer may bring it. */
    void keep(Key key, VendorAnswer answer, int seconds) {
        Kept known = answers.getIfPresent(key);
        if (known == null || !known.answer.equals(answer)) {
            answers.put(key, new Kept(answer, Duration.ofSeconds(seconds)));
        }
    }

    private static int weight(Key key, Kept kept) {
        String contentType = kept.answer.contentType();
        int texts = key.section.length() + key.upstream.length() + key.text.length();
        return OVERHEAD_BYTES
                + 2 * (texts + (contentType == null ? 0 : contentType.length()))
                + kept.answer.body().length;
    }

    /** @param text the inquiry's own key */
    record Key(String section, String upstream, String text) {}

    private record Kept(VendorAnswer answer, Duration lifetime) {}
}
