package dev.weir.connection;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * How many connections there are, in all and from each address. Who has an IPv6 network of 64 bits has all of its addresses
 * (RFC 4291, 2.5.4), so that it counts as one. No more addresses are remembered than there are connections. Safe for many threads.
 */
final class OpenConnections {

    private final int most;
    private final int mostPerAddress;
    private final Predicate<InetAddress> isExempt;
    private final AtomicInteger all = new AtomicInteger();
    private final ConcurrentHashMap<Long, Integer> byAddress = new ConcurrentHashMap<>();

    /** @param isExempt whose connections count in all, but not by address: proxies stand for many */
    OpenConnections(int most, int mostPerAddress, Predicate<InetAddress> isExempt) {
        this.most = most;
        this.mostPerAddress = mostPerAddress;
        this.isExempt = isExempt;
    }

    /** Counts one more if there is room; each that was counted must be {@link #remove removed} once. */
    Verdict tryAdd(@Nullable InetAddress address) {
        if (all.incrementAndGet() > most) {
            all.decrementAndGet();
            return Verdict.FULL;
        }
        if (address != null && !isExempt.test(address) && !tryCount(key(address))) {
            all.decrementAndGet();
            return Verdict.ADDRESS_FULL;
        }
        return Verdict.ADMITTED;
    }

    void remove(@Nullable InetAddress address) {
        all.decrementAndGet();
        if (address != null && !isExempt.test(address)) {
            byAddress.computeIfPresent(key(address), (key, count) -> count == 1 ? null : count - 1);
        }
    }

    int count() {
        return all.get();
    }

    /** Of how many addresses it has counts. */
    int addresses() {
        return byAddress.size();
    }

    private boolean tryCount(Long key) {
        boolean[] hasRoom = new boolean[1];
        byAddress.compute(key, (same, count) -> {
            int before = count == null ? 0 : count;
            hasRoom[0] = before < mostPerAddress;
            return hasRoom[0] ? Integer.valueOf(before + 1) : count;
        });
        return hasRoom[0];
    }

    /** An IPv4 address stands where no IPv6 network is: that of multicast (RFC 4291, 2.7), from which nobody calls. */
    private static Long key(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (address instanceof Inet4Address) {
            return 0xFFFF_FFFF_0000_0000L | bits(bytes, 4);
        }
        return bits(bytes, 8);
    }

    private static long bits(byte[] bytes, int count) {
        long bits = 0;
        for (int i = 0; i < count; i++) {
            bits = bits << 8 | (bytes[i] & 0xFF);
        }
        return bits;
    }

    /** Whether there was room. */
    enum Verdict {
        ADMITTED("admitted"),
        FULL("full"),
        ADDRESS_FULL("address-full");

        private final String label;

        Verdict(String label) {
            this.label = label;
        }

        String label() {
            return label;
        }
    }
}
