package dev.weir.relay.sink.http;

import dev.weir.upstream.UpstreamOptions;
import java.net.URI;
import java.time.Duration;
import java.util.Set;

/**
 * How an HTTP sink talks to its upstream.
 *
 * @param upstream where it is; its name is the sink's
 * @param timeout the longest one attempt may take, connecting included
 * @param maxInFlight the most requests at once, over all connections
 * @param maxAnswerBytes the rest of a longer answer is not read
 * @param dialects the labels of the dialects that the upstream speaks; empty where it is to get all
 * @param encoding what the requests are made of
 */
public record HttpSinkOptions(
        UpstreamOptions upstream,
        Duration timeout,
        int maxInFlight,
        int maxAnswerBytes,
        Set<String> dialects,
        Encoding encoding) {

    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);
    public static final int DEFAULT_MAX_IN_FLIGHT = 256;
    public static final int DEFAULT_MAX_ANSWER_BYTES = 64 << 10;

    private static final Duration MIN_TIMEOUT = Duration.ofMillis(1);
    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(10);

    public HttpSinkOptions {
        dialects = Set.copyOf(dialects);
        boolean isWithin = timeout.compareTo(MIN_TIMEOUT) >= 0 && timeout.compareTo(MAX_TIMEOUT) <= 0;
        require(isWithin, upstream, "timeout", timeout, "1ms to 10m");
        require(maxInFlight > 0, upstream, "max-in-flight", maxInFlight, "> 0");
        require(maxAnswerBytes > 0, upstream, "max-answer-bytes", maxAnswerBytes, "> 0");
    }

    /** Events go out as they came in. */
    public HttpSinkOptions(
            UpstreamOptions upstream, Duration timeout, int maxInFlight, int maxAnswerBytes, Set<String> dialects) {
        this(upstream, timeout, maxInFlight, maxAnswerBytes, dialects, Encoding.ORIGINAL);
    }

    public static HttpSinkOptions of(String name, URI baseUri) {
        return of(UpstreamOptions.of(name, baseUri));
    }

    public static HttpSinkOptions of(UpstreamOptions upstream) {
        return new HttpSinkOptions(
                upstream, DEFAULT_TIMEOUT, DEFAULT_MAX_IN_FLIGHT, DEFAULT_MAX_ANSWER_BYTES, Set.of());
    }

    /** The same for these dialects alone. */
    public HttpSinkOptions speaking(Set<String> labels) {
        return new HttpSinkOptions(upstream, timeout, maxInFlight, maxAnswerBytes, labels, encoding);
    }

    /** The same with requests made of something else. */
    public HttpSinkOptions with(Encoding other) {
        return new HttpSinkOptions(upstream, timeout, maxInFlight, maxAnswerBytes, dialects, other);
    }

    public String name() {
        return upstream.name();
    }

    private static void require(
            boolean isMet, UpstreamOptions upstream, String option, Object value, String expectation) {
        if (!isMet) {
            throw new IllegalArgumentException(
                    "sinks." + upstream.name() + "." + option + ": " + value + " (expected: " + expectation + ")");
        }
    }

    /** What a request is made of. The config's word is the constant's name in lower case. */
    public enum Encoding {
        /** The journalled beacon, byte for byte but for what the dialect has to put in. */
        ORIGINAL,
        /** What the event means, in the vendor's own spelling. */
        MODEL
    }
}
