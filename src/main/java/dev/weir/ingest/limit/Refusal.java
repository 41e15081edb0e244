package dev.weir.ingest.limit;

/**
 * What to tell a client that was refused for want of tokens. The two fields are those of
 * draft-ietf-httpapi-ratelimit-headers-11; neither may stand in a trailer.
 *
 * @param retryAfterSeconds the {@code Retry-After} header: when there will be tokens again, at least 1, rounded up
 * @param rateLimit the {@code RateLimit} header: what is left, and for how long, such as {@code "default";r=0;t=1}
 * @param rateLimitPolicy the {@code RateLimit-Policy} header: what the section may do, such as {@code
 *     "default";q=500;w=1}
 */
public record Refusal(long retryAfterSeconds, String rateLimit, String rateLimitPolicy) {}
