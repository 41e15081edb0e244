package dev.weir.ingest.bot;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.weir.event.Envelope.Bot;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CrawlersTest {

    private static final String CHROME =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
                    + " Chrome/131.0.0.0 Safari/537.36";

    private final Crawlers crawlers = Crawlers.knownAnd(List.of("acmebot"));

    static List<String> listed() {
        return Crawlers.listed();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
                "Googlebot-Image/1.0",
                "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
                "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
                "Mozilla/5.0 (compatible; Baiduspider-render/2.0; +http://www.baidu.com/search/spider.html)",
                "DuckDuckBot/1.1; (+http://duckduckgo.com/duckduckbot.html)",
                "Mozilla/5.0 (Macintosh) AppleWebKit/605.1.15 (KHTML, like Gecko) (Applebot/0.1)",
                "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
                "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
                "Mozilla/5.0 (compatible; ClaudeBot/1.0; +claudebot@anthropic.com)",
                "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
                "Mozilla/5.0 (X11; Linux x86_64) (KHTML, like Gecko) HeadlessChrome/131.0.0.0 Safari/537.36",
                "Mozilla/5.0 (compatible; archive.org_bot +http://archive.org/details/archive.org_bot)",
                "LinkedInBot",
                "AcmeBot/1.0"
            })
    void whatNamesItselfIsACrawler(String userAgent) {
        assertThat(crawlers.kindOf(false, userAgent)).isEqualTo(Bot.CRAWLER);
        assertThat(crawlers.kindOf(true, userAgent)).isEqualTo(Bot.CRAWLER);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                CHROME,
                "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Version/17.5 Mobile/15E148",
                "Mozilla/5.0 (Linux; Android 13; CUBOT X70) AppleWebKit/537.36 Chrome/131.0.0.0 Mobile Safari/537.36",
                "Mozilla/5.0 (Linux; Android 14) Chrome/131.0.0.0 YaBrowser/24.10 YandexSearch/24.1",
                "Mozilla/5.0 (iPhone) [FBAN/FBIOS;FBAV/450.0.0.38.108;FBDV/iPhone15,2]",
                "ReactNative Android SDK v4.0.18",
                "Personalizatio SDK REES46, v2.36.0",
                "curl/8.5.0",
                "notgooglebot/1.0",
                "googlebots/1.0",
                "googlebot2",
                "google bot",
                "Ünicode/1.0 \u4f60",
                ""
            })
    void whatDoesNotIsNone(String userAgent) {
        assertThat(crawlers.kindOf(false, userAgent)).isEqualTo(Bot.NONE);
    }

    /** They have the same hash, and so the same place. */
    @Test
    void whoIsRememberedIsTakenForNobodyElse() {
        String visitor = "AaBot-less/1.0";
        String crawler = "BBBot-less/1.0";
        Crawlers own = Crawlers.knownAnd(List.of("bbbot-less"));
        assertThat(visitor).hasSameHashCodeAs(crawler);
        for (int i = 0; i < 3; i++) {
            assertThat(own.kindOf(false, visitor)).isEqualTo(Bot.NONE);
            assertThat(own.kindOf(false, crawler)).isEqualTo(Bot.CRAWLER);
            assertThat(own.kindOf(false, "AaBB")).isEqualTo(Bot.NONE);
            assertThat(own.kindOf(false, "BBAa")).isEqualTo(Bot.NONE);
        }
    }

    @Test
    void aPrefetchIsOneUnlessItNamesItself() {
        assertThat(crawlers.kindOf(true, CHROME)).isEqualTo(Bot.PREFETCH);
        assertThat(crawlers.kindOf(true, null)).isEqualTo(Bot.PREFETCH);
        assertThat(crawlers.kindOf(false, null)).isEqualTo(Bot.NONE);
    }

    @ParameterizedTest
    @MethodSource("listed")
    void everyWordOfTheListIsFoundInAnyCaseAndPlace(String word) {
        assertThat(crawlers.kindOf(
                        false, "Mozilla/5.0 (compatible; " + word.toUpperCase(java.util.Locale.ROOT) + "/1.0)"))
                .isEqualTo(Bot.CRAWLER);
        assertThat(crawlers.kindOf(false, word)).isEqualTo(Bot.CRAWLER);
        assertThat(crawlers.kindOf(false, "x" + word)).isEqualTo(Bot.NONE);
    }

    @Test
    void everyWordOfTheListIsOneAndThereOnce() {
        assertThat(Crawlers.listed()).hasSizeGreaterThan(60).doesNotHaveDuplicates();
        assertThat(Crawlers.problems("list", Crawlers.listed())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ab", "Acmebot", "acme bot", "-acme", "acme-", "acmé", "", "acme/1.0"})
    void whatIsNoWordIsTold(String word) {
        assertThat(Crawlers.problems("server.crawlers", List.of(word)))
                .singleElement()
                .asString()
                .startsWith("server.crawlers: " + word + " (expected: a word of a user agent in lower case");
    }

    @Test
    void lookingAllocatesNothing() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        int found = found(1_000);
        threads.getThreadAllocatedBytes(self);

        long before = threads.getThreadAllocatedBytes(self);
        found += found(1_000);
        long bytes = threads.getThreadAllocatedBytes(self) - before;

        assertThat(found).isZero();
        // Less than an object header for each.
        assertThat(bytes).isLessThan(1_000 * 8);
    }

    private int found(int times) {
        int found = 0;
        for (int i = 0; i < times; i++) {
            found += crawlers.kindOf(false, CHROME) == Bot.NONE ? 0 : 1;
        }
        return found;
    }
}
