package dev.weir.ingest.client;

/**
 * Which peers are believed when they say on whose behalf they call, and where they say it.
 *
 * @param peers the proxies' networks; with none, nobody is believed
 * @param header the name of the header that they say it in
 * @param hops how many proxies there are, if that is to be counted instead of looking each of them up in {@code peers}: the
 *     client is what the hops-th from the right says; 0 for looking up. Only the nearest need be in {@code peers} then
 */
public record TrustedPeers(Networks peers, String header, int hops) {

    public static final String FORWARDED_FOR = "X-Forwarded-For";
    public static final TrustedPeers NOBODY = new TrustedPeers(Networks.NONE, FORWARDED_FOR, 0);
    public static final int MAX_HOPS = 16;

    public TrustedPeers {
        if (hops < 0 || hops > MAX_HOPS) {
            throw new IllegalArgumentException("server.trusted.hops: " + hops + " (expected: 0 to " + MAX_HOPS + ")");
        }
        if (hops > 0 && !HeaderForm.of(header).isList()) {
            throw new IllegalArgumentException("server.trusted.hops: " + hops + " (expected: left out, since " + header
                    + " has one address alone)");
        }
        if (!isToken(header)) {
            throw new IllegalArgumentException(
                    "server.trusted.header: " + header + " (expected: a header's name, at most 64 characters)");
        }
    }

    public boolean isTrusted(IpAddress peer) {
        return peers.contains(peer);
    }

    private static boolean isToken(String header) {
        boolean fits = !header.isEmpty() && header.length() <= 64;
        for (int i = 0; fits && i < header.length(); i++) {
            char c = header.charAt(i);
            boolean isLetterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            fits = isLetterOrDigit || c == '-' || c == '_';
        }
        return fits;
    }
}
