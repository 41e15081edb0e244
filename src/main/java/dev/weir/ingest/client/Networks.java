package dev.weir.ingest.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A set of networks, each an address and how many of its bits count. Immutable. */
public final class Networks {

    public static final Networks NONE = new Networks(List.of());

    /** More than any content network publishes. */
    public static final int MAX = 4_096;

    static final String EXPECTED =
            "an address or a network such as 10.0.0.0/8 or 2001:db8::/32, with no bit set behind it";

    private final List<Network> networks;

    private Networks(List<Network> networks) {
        this.networks = networks;
    }

    /**
     * The networks in a list.
     *
     * @throws IllegalArgumentException if one of them is none, or there are more than {@link #MAX}
     */
    public static Networks of(List<String> texts) {
        if (texts.size() > MAX) {
            throw new IllegalArgumentException(texts.size() + " networks (expected: at most " + MAX + ")");
        }
        return new Networks(texts.stream().map(Networks::network).toList());
    }

    public boolean isEmpty() {
        return networks.isEmpty();
    }

    public boolean contains(IpAddress address) {
        for (int i = 0; i < networks.size(); i++) {
            if (networks.get(i).contains(address)) {
                return true;
            }
        }
        return false;
    }

    private static Network network(String text) {
        int slash = text.indexOf('/');
        IpAddress base = IpText.parse(text, 0, slash < 0 ? text.length() : slash);
        if (base != null) {
            boolean isV4Text = text.indexOf(':') < 0;
            int most = isV4Text ? IpAddress.BITS - IpAddress.MAPPED_BITS : IpAddress.BITS;
            int bits = slash < 0 ? most : bits(text, slash + 1);
            Network network = new Network(base, isV4Text ? IpAddress.MAPPED_BITS + bits : bits);
            if (bits >= 0 && bits <= most && network.contains(base)) {
                return network;
            }
        }
        throw new IllegalArgumentException(text + " (expected: " + EXPECTED + ")");
    }

    private static int bits(String text, int from) {
        if (text.length() == from || text.length() - from > 3) {
            return -1;
        }
        int bits = 0;
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            bits = 10 * bits + c - '0';
        }
        return bits;
    }

    @Override
    public String toString() {
        return networks.toString();
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Networks that && networks.equals(that.networks);
    }

    @Override
    public int hashCode() {
        return networks.hashCode();
    }

    private record Network(IpAddress base, int bits) {
        boolean contains(IpAddress address) {
            return address.first(bits).equals(base);
        }
    }
}
