package dev.weir.ingest.client;

import org.jspecify.annotations.Nullable;

/**
 * An IP address as 128 bits; an IPv4 address is the IPv6 address that it is mapped to (RFC 4291, 2.5.5.2), so that both
 * spellings are one address.
 *
 * @param high the first 64 bits
 * @param low the last 64 bits
 */
public record IpAddress(long high, long low) {

    static final int BITS = 128;

    /** What stands before the 32 bits of an IPv4 address. */
    static final int MAPPED_BITS = 96;

    private static final long MAPPED = 0xFFFFL << 32;
    private static final int KEPT_BITS_V4 = MAPPED_BITS + 24;
    private static final int KEPT_BITS_V6 = 48;

    /** The address that is all of a text, or null if it is none. */
    public static @Nullable IpAddress parse(String text) {
        return IpText.parse(text, 0, text.length());
    }

    /** The other end of a socket as Java writes it, where an address of this link has its interface behind a percent sign. */
    public static @Nullable IpAddress ofSocket(@Nullable String text) {
        if (text == null) {
            return null;
        }
        int zone = text.indexOf('%');
        return IpText.parse(text, 0, zone < 0 ? text.length() : zone);
    }

    static IpAddress ofV4(int bits) {
        return new IpAddress(0, MAPPED | Integer.toUnsignedLong(bits));
    }

    boolean isV4() {
        return high == 0 && (low & 0xFFFF_FFFF_0000_0000L) == MAPPED;
    }

    /** What of it is kept where visitors are not to be told apart: the first 24 bits, of IPv6 48 bits. */
    public IpAddress truncated() {
        return first(isV4() ? KEPT_BITS_V4 : KEPT_BITS_V6);
    }

    /** The network of {@link #truncated}: {@code 203.0.113.0/24}, {@code 2001:db8::/48}. */
    public String network() {
        return truncated() + (isV4() ? "/24" : "/48");
    }

    /** The same with zeros from the given bit on. */
    IpAddress first(int bits) {
        return new IpAddress(high & mask(bits), low & mask(bits - Long.SIZE));
    }

    /** In four decimal parts, or as RFC 5952 has it. */
    @Override
    public String toString() {
        return IpText.of(this);
    }

    private static long mask(int bits) {
        if (bits <= 0) {
            return 0;
        }
        return bits >= Long.SIZE ? -1 : -1L << (Long.SIZE - bits);
    }
}
