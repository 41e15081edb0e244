package dev.weir.admin;

import dev.weir.admin.Standing.Doubt;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Who a caller of the private port is. With tokens: whoever shows one as {@code Authorization: Bearer} (RFC 6750, 2.1). Without: all
 * who reach loopback, but for pages of other origins in a browser on this machine. Those cannot name another host than
 * their own (DNS rebinding), and say where they are from. Immutable.
 */
final class Access {

    private static final String BEARER = "bearer ";
    private static final CharSequence SEC_FETCH_SITE = HttpHeaders.createOptimized("sec-fetch-site");

    private final byte @Nullable [] operate;
    private final byte @Nullable [] read;

    Access(AdminOptions options) {
        operate = digest(options.operateToken());
        read = digest(options.readToken());
    }

    /** Whether callers need a token. */
    boolean asksForToken() {
        return operate != null;
    }

    Standing standingOf(HttpServerRequest request) {
        if (isOfAnotherOrigin(request)) {
            return Standing.doubted(Doubt.FOREIGN_ORIGIN);
        }
        if (operate == null) {
            return namesLoopback(request) ? Standing.of(Role.OPERATE) : Standing.doubted(Doubt.FOREIGN_HOST);
        }
        byte[] shown = digest(token(request.getHeader(HttpHeaders.AUTHORIZATION)));
        if (shown == null) {
            return Standing.doubted(Doubt.NO_TOKEN);
        }
        // Both, whatever the first says: nobody is to learn from the time which of them is nearly right.
        boolean mayOperate = MessageDigest.isEqual(shown, operate);
        boolean mayRead = read != null && MessageDigest.isEqual(shown, read);
        if (mayOperate || mayRead) {
            return Standing.of(mayOperate ? Role.OPERATE : Role.READ);
        }
        return Standing.doubted(Doubt.WRONG_TOKEN);
    }

    private static @Nullable String token(@Nullable String authorization) {
        return authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? authorization.substring(BEARER.length()).strip()
                : null;
    }

    private static boolean isOfAnotherOrigin(HttpServerRequest request) {
        String site = request.getHeader(SEC_FETCH_SITE);
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return true;
        }
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        return origin != null
                && !origin.equals("http://" + request.getHeader(HttpHeaders.HOST))
                && !origin.equals("https://" + request.getHeader(HttpHeaders.HOST));
    }

    private static boolean namesLoopback(HttpServerRequest request) {
        return request.authority() != null
                && AdminOptions.isLoopback(request.authority().host());
    }

    /** Hashed, so that neither time nor length of the comparison tells anything of the token. */
    private static byte @Nullable [] digest(@Nullable String token) {
        if (token == null) {
            return null;
        }
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
