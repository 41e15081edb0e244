package dev.weir.ingest.client;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Finds the client behind a trusted peer. Safe for many threads; its work is bounded by the header's length. */
public final class ClientSearch {

    /** More proxies than that stand in no row. */
    private static final int MAX_WALK = 32;

    private static final int MAX_HOST_CHARS = 255;
    private static final String FORWARDED_PROTO = "X-Forwarded-Proto";

    private final TrustedPeers trusted;
    private final HeaderForm form;
    private final Counter malformed;
    private final Counter hidden;
    private final Counter tooLong;

    public ClientSearch(TrustedPeers trusted, MeterRegistry registry) {
        this.trusted = trusted;
        this.form = HeaderForm.of(trusted.header());
        this.malformed = counter(registry, "malformed");
        this.hidden = counter(registry, "hidden");
        this.tooLong = counter(registry, "too-long");
    }

    public boolean isTrusted(IpAddress peer) {
        return trusted.isTrusted(peer);
    }

    /**
     * The client on whose behalf a trusted peer calls: the peer itself if it does not say; where the header ends in something
     * that is no address, the last good one.
     */
    public Found find(IpAddress peer, HeaderLines headers) {
        List<String> lines = headers.of(trusted.header());
        if (lines.isEmpty()) {
            return new Found(peer, 0, null);
        }
        return form.isList() ? walk(peer, new ListCursor(lines, form == HeaderForm.FORWARDED)) : single(peer, lines);
    }

    /** What the client called by, {@code http} or {@code https}, as far as the proxies say it; or null. */
    public @Nullable String scheme(Found found, HeaderLines headers) {
        ForwardedElement element = found.element;
        String said = element == null ? forwardedProto(found, headers) : element.scheme();
        String scheme = said == null ? "" : said.toLowerCase(Locale.ROOT);
        return "https".equals(scheme) || "http".equals(scheme) ? scheme : null;
    }

    /**
     * The host, and perhaps port, that the client called, as far as {@code Forwarded} says it; or null. {@code X-Forwarded-Host}
     * is not read: content networks let a client's own pass.
     */
    public @Nullable String host(Found found) {
        ForwardedElement element = found.element;
        String said = element == null ? null : element.host();
        return said != null && isHost(said) ? said : null;
    }

    private Found walk(IpAddress peer, ListCursor cursor) {
        Found found = new Found(peer, 0, null);
        while (cursor.moveBack()) {
            Found next = next(cursor, found.depth + 1);
            if (next == null) {
                return found;
            }
            found = next;
            if (trusted.hops() > 0 ? found.depth == trusted.hops() : !trusted.isTrusted(found.address)) {
                return found;
            }
            if (found.depth == MAX_WALK) {
                tooLong.increment();
                return found;
            }
        }
        return found;
    }

    /** Who is named where the cursor stands, or null. */
    private @Nullable Found next(ListCursor cursor, int depth) {
        if (form == HeaderForm.APPENDED) {
            IpAddress address = address(cursor.line(), cursor.start(), cursor.end());
            return address == null ? null : new Found(address, depth, null);
        }
        ForwardedElement element = ForwardedElement.read(cursor.line(), cursor.start(), cursor.end());
        if (element == null) {
            malformed.increment();
            return null;
        }
        String node = element.node();
        if (node == null) {
            hidden.increment();
            return null;
        }
        IpAddress address = address(node, 0, node.length());
        return address == null ? null : new Found(address, depth, element);
    }

    private Found single(IpAddress peer, List<String> lines) {
        String text = lines.get(0).strip();
        if (lines.size() > 1) {
            malformed.increment();
            return new Found(peer, 0, null);
        }
        IpAddress address = address(text, 0, text.length());
        return address == null ? new Found(peer, 0, null) : new Found(address, 1, null);
    }

    private @Nullable IpAddress address(String text, int from, int to) {
        IpAddress address = form == HeaderForm.WITH_PORT
                ? NodeText.addressBeforePort(text, from, to)
                : NodeText.address(text, from, to);
        if (address == null) {
            (NodeText.isHidden(text, from, to) ? hidden : malformed).increment();
        }
        return address;
    }

    /** Where proxies append to it too, what the one wrote that named the client; most only set it. */
    private static @Nullable String forwardedProto(Found found, HeaderLines headers) {
        ListCursor cursor = new ListCursor(headers.of(FORWARDED_PROTO), false);
        String said = null;
        for (int i = 0; i < Math.max(1, found.depth) && cursor.moveBack(); i++) {
            said = cursor.line().substring(cursor.start(), cursor.end());
        }
        return said;
    }

    private static boolean isHost(String text) {
        boolean fits = !text.isEmpty() && text.length() <= MAX_HOST_CHARS;
        for (int i = 0; fits && i < text.length(); i++) {
            char c = text.charAt(i);
            boolean isLetterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            fits = isLetterOrDigit || "-._:[]".indexOf(c) >= 0;
        }
        return fits;
    }

    private static Counter counter(MeterRegistry registry, String reason) {
        return Counter.builder("weir.client.unreadable")
                .description("Requests of trusted proxies that did not say, or not legibly, on whose behalf they came")
                .tag("reason", reason)
                .register(registry);
    }

    /** The lines of a header, in the order in which they came. */
    public interface HeaderLines {
        List<String> of(String name);
    }

    /** Whom a search found. */
    public static final class Found {
        private final IpAddress address;
        /** How many proxies have said so, one after the other. */
        private final int depth;

        private final @Nullable ForwardedElement element;

        Found(IpAddress address, int depth, @Nullable ForwardedElement element) {
            this.address = address;
            this.depth = depth;
            this.element = element;
        }

        public IpAddress address() {
            return address;
        }
    }
}
