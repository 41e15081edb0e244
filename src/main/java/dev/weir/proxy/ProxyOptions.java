package dev.weir.proxy;

/**
 * What waiting pages may cost.
 *
 * @param connections the most connections to one upstream from one event loop, over HTTP/2; eight times as many over HTTP/1.1
 * @param maxInFlight the most calls to one upstream at once
 * @param maxWaiting the most pages that wait for one upstream at once; more than calls, because pages share them
 * @param maxAnswerBytes a longer answer is of no use
 * @param cacheBytes what the kept answers of all upstreams may weigh; 0 keeps none
 */
public record ProxyOptions(int connections, int maxInFlight, int maxWaiting, int maxAnswerBytes, long cacheBytes) {

    public static final ProxyOptions DEFAULT = new ProxyOptions(2, 1_024, 16_384, 1 << 20, 16L << 20);

    public ProxyOptions {
        require(connections > 0, "connections", connections, "> 0");
        require(maxInFlight > 0, "max-in-flight", maxInFlight, "> 0");
        require(maxWaiting >= maxInFlight, "max-waiting", maxWaiting, "at least max-in-flight");
        require(maxAnswerBytes > 0, "max-answer-bytes", maxAnswerBytes, "> 0");
        require(cacheBytes >= 0, "cache-bytes", cacheBytes, "0 or more");
    }

    private static void require(boolean isMet, String option, long value, String expectation) {
        if (!isMet) {
            throw new IllegalArgumentException("proxy." + option + ": " + value + " (expected: " + expectation + ")");
        }
    }
}
