package dev.weir.dialect.gravityfield;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The URLs that a client calls when it shows chosen content, and their seal. A token is base64url of a version, the first
 * 16 bytes of HMAC-SHA256 over version and payload, and the payload, which is an {@link Engagement}'s text. Its key is
 * used for this alone, or under a prefix that nothing else has.
 *
 * <p>Nobody can make us call a URL by writing one: what we call is in the payload, was in an answer of the vendor's, and
 * led to a server that the operator configured. All machines that share a name share the key.
 *
 * <p>Safe for many threads.
 */
public final class EngagementUrls {

    /** What a key has at least. */
    public static final int MIN_KEY_BYTES = 16;

    /** With the longest origin, well within a request line of 8 KB. */
    static final int MAX_TOKEN = 6 * 1024;

    private static final byte VERSION = 1;
    private static final int MAC_BYTES = 16;
    private static final int HEAD_BYTES = 1 + MAC_BYTES;
    private static final String ALGORITHM = "HmacSHA256";
    private static final byte[] PURPOSE = "weir gravityfield engagement\n".getBytes(StandardCharsets.US_ASCII);

    private final SecretKeySpec key;
    private volatile List<String> vendors;

    /**
     * @param key at least 16 bytes, kept secret, the same on all machines and after a restart
     * @param vendors where the vendor's servers are, as configured for this dialect's sinks: http or https, a host, perhaps
     *     a port and a path. URLs of others stay as they are.
     */
    public EngagementUrls(byte[] key, Collection<URI> vendors) {
        if (key.length < MIN_KEY_BYTES) {
            throw new IllegalArgumentException(
                    "a key of " + key.length + " bytes (expected: at least " + MIN_KEY_BYTES + ")");
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
        this.vendors = basesOf(vendors);
    }

    /** From now on the vendor's servers are these. What was handed out before stays good. */
    public void retarget(Collection<URI> servers) {
        vendors = basesOf(servers);
    }

    private static List<String> basesOf(Collection<URI> vendors) {
        List<String> bases = new ArrayList<>();
        for (URI vendor : vendors) {
            addBases(bases, vendor);
        }
        return List.copyOf(bases);
    }

    /** Path and query of a vendor's URL, below what is configured of it, or null when it is not one of these servers'. */
    @Nullable
    String targetOf(String url) {
        for (String vendor : vendors) {
            int origin = originEnd(vendor);
            boolean below = url.regionMatches(true, 0, vendor, 0, origin)
                    && url.regionMatches(false, origin, vendor, origin, vendor.length() - origin);
            if (below && RequestTarget.isOne(url, vendor.length())) {
                return url.substring(vendor.length());
            }
        }
        return null;
    }

    /** The token for an engagement, or null when it would be too long for a URL. */
    @Nullable
    String issue(Engagement engagement) {
        byte[] payload = engagement.toText().getBytes(StandardCharsets.UTF_8);
        byte[] token = new byte[HEAD_BYTES + payload.length];
        token[0] = VERSION;
        System.arraycopy(payload, 0, token, HEAD_BYTES, payload.length);
        System.arraycopy(mac(token), 0, token, 1, MAC_BYTES);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(token);
        return text.length() > MAX_TOKEN ? null : text;
    }

    /** What a token that we issued stands for; null for any other, however alike. */
    @Nullable
    Engagement open(String text) {
        byte[] token = text.length() > MAX_TOKEN ? new byte[0] : decoded(text);
        if (token.length <= HEAD_BYTES || token[0] != VERSION) {
            return null;
        }
        byte[] presented = new byte[MAC_BYTES];
        System.arraycopy(token, 1, presented, 0, MAC_BYTES);
        if (!MessageDigest.isEqual(mac(token), presented)) {
            return null;
        }
        String payload = new String(token, HEAD_BYTES, token.length - HEAD_BYTES, StandardCharsets.UTF_8);
        return Engagement.ofText(payload);
    }

    /** Nothing where it is no base64url, or is not as we write it: one token has one form. */
    private static byte[] decoded(String text) {
        try {
            byte[] token = Base64.getUrlDecoder().decode(text);
            boolean ours = Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(token)
                    .equals(text);
            return ours ? token : new byte[0];
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    /** Of all but the place where it stands; longer than what is kept of it. */
    private byte[] mac(byte[] token) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(PURPOSE);
            mac.update(token[0]);
            mac.update(token, HEAD_BYTES, token.length - HEAD_BYTES);
            return Arrays.copyOf(mac.doFinal(), MAC_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }

    private static void addBases(List<String> bases, URI vendor) {
        String scheme = String.valueOf(vendor.getScheme()).toLowerCase(Locale.ROOT);
        if (vendor.getHost() == null || !(scheme.equals("http") || scheme.equals("https"))) {
            throw new IllegalArgumentException("no vendor's URL (expected: http://host or https://host)");
        }
        int usual = scheme.equals("https") ? 443 : 80;
        String host = scheme + "://" + vendor.getHost().toLowerCase(Locale.ROOT);
        String rawPath = vendor.getRawPath() == null ? "" : vendor.getRawPath();
        String path = rawPath.endsWith("/") ? rawPath.substring(0, rawPath.length() - 1) : rawPath;
        boolean isUsual = vendor.getPort() == -1 || vendor.getPort() == usual;
        if (isUsual) {
            bases.add(host + path);
        }
        bases.add(host + ":" + (isUsual ? usual : vendor.getPort()) + path);
    }

    /** Where the path begins: before that, capitals make no difference. */
    private static int originEnd(String base) {
        int slash = base.indexOf('/', base.indexOf("://") + 3);
        return slash < 0 ? base.length() : slash;
    }
}
