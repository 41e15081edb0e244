package dev.weir.redis;

import java.net.URI;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a Redis is, and who we are there.
 *
 * @param url {@code redis://host:port/database}, or {@code rediss:} for TLS, where its certificate must be of that host; no user
 *     and no password, since it is named where it cannot be reached
 * @param user null for the default one
 * @param password of the user; null for none
 * @param trust a file of PEM certificates, by one of which its own must be signed; null for those that the JDK trusts
 */
public record RedisServer(
        URI url,
        @Nullable String user,
        @Nullable String password,
        @Nullable Path trust) {

    public static final String URL_EXPECTED =
            "redis://host:port or rediss://host:port (TLS), then /database or nothing, without a user";

    private static final String TLS = "rediss";
    private static final Pattern SCHEME = Pattern.compile("rediss?");
    private static final Pattern DATABASE = Pattern.compile("(/\\d{0,4})?");

    public RedisServer {
        require(isUsable(url), "url: <withheld> (expected: " + URL_EXPECTED + ")");
        require(user == null || password != null, "user: " + user + " (expected: a password beside it)");
        require(
                trust == null || TLS.equals(url.getScheme()),
                "trust: " + trust + " (expected: a url of " + TLS + ": beside it)");
    }

    /** One that asks for no password. */
    public static RedisServer at(URI url) {
        return new RedisServer(url, null, null, null);
    }

    public boolean isTls() {
        return TLS.equals(url.getScheme());
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "RedisServer[" + url + "]";
    }

    private static boolean isUsable(URI url) {
        return SCHEME.matcher(String.valueOf(url.getScheme())).matches()
                && url.getHost() != null
                && url.getRawUserInfo() == null
                && url.getRawQuery() == null
                && url.getRawFragment() == null
                && DATABASE.matcher(String.valueOf(url.getRawPath())).matches();
    }

    private static void require(boolean isMet, String problem) {
        if (!isMet) {
            throw new IllegalArgumentException("redis." + problem);
        }
    }
}
