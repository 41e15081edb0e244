package dev.weir.ingest.beacon;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/**
 * Whether an answer may set the visitor's cookie. An id comes in a URL, and anybody can write a URL: as an image or a frame of another
 * site's page, as a link on it or in an e-mail, as a form that posts itself. A cookie in such an answer would put that page's id in the
 * visitor's place, and let who chose it look on (session fixation). Immutable.
 */
final class CookieLeave {

    private static final String CROSS_SITE = "cross-site";
    private static final String NAVIGATE = "navigate";
    private static final String PAGE = "text/html";
    private static final CharSequence SEC_FETCH_SITE = HttpHeaders.createOptimized("sec-fetch-site");
    private static final CharSequence SEC_FETCH_MODE = HttpHeaders.createOptimized("sec-fetch-mode");

    private CookieLeave() {}

    /**
     * Only browsers are given one, and only on a request of a page's own making. To be asked when {@link CrossOrigin#open} has put into
     * the answer that the page may read it, or has not.
     */
    static boolean isGiven(HttpServerRequest request, @Nullable String cookies, @Nullable String origin) {
        MultiMap headers = request.headers();
        String site = headers.get(SEC_FETCH_SITE);
        boolean isBrowser = cookies != null || origin != null || site != null;
        return isBrowser && !isNavigation(headers) && !(CROSS_SITE.equals(site) && !mayRead(request));
    }

    /** Who opens a link or sends a form, and gets to see the answer as a page; older browsers say so by what they accept alone. */
    private static boolean isNavigation(MultiMap headers) {
        String mode = headers.get(SEC_FETCH_MODE);
        if (mode != null) {
            return mode.equals(NAVIGATE);
        }
        String accept = headers.get(HttpHeaders.ACCEPT);
        return accept != null && accept.startsWith(PAGE);
    }

    private static boolean mayRead(HttpServerRequest request) {
        return request.response().headers().contains(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN);
    }
}
