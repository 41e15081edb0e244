/**
 * Gravity Field: {@code user}, {@code session} or {@code ses}, a {@code context} or {@code ctx}, and events.
 *
 * <p>The vendor has two APIs over one model. V1, {@code /ssapi/*}, is what its guide for servers describes; V2, {@code
 * /v2/*}, is what every SDK of its own speaks. They differ in words more than in meaning, so that one reader
 * ({@link dev.weir.dialect.gravityfield.Body}) takes both, and is told by the {@link
 * dev.weir.dialect.gravityfield.Endpoint} which words count. What the SDKs do to those words is taken from all of them:
 * {@code ua} and {@code userAgent}, {@code option} and {@code options}, nulls that stand for nothing.
 *
 * <p>A request of many events is journalled as many requests of one event each, made by replacing the array of events in
 * the bytes that came. A {@code choose} is journalled only where it says that a page was looked at; then as the request
 * that means just that.
 *
 * <p>The vendor's answer to a V2 {@code choose} holds URLs that an SDK calls when content is seen or clicked. Those would
 * go past us, so each is replaced by one of our own ({@link dev.weir.dialect.gravityfield.EngagementUrls}), which carries
 * the vendor's, under a seal: we call nothing that a vendor's answer has not named.
 *
 * <p>Refusals have a form of our own, because the vendor's documents name only their statuses.
 */
@NullMarked
package dev.weir.dialect.gravityfield;

import org.jspecify.annotations.NullMarked;
