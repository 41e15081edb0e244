package dev.weir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for servers that must know theirs before they listen, or that are not there for a while. None is of the range that Linux gives out by
 * itself (net.ipv4.ip_local_port_range, from 32768 on): one that was let go there is soon somebody else's, who then takes what was meant
 * for nobody. Each process of tests has a range of its own. Safe for many threads.
 */
public final class FreePort {

    private static final int FIRST = 20_000;
    private static final int PORTS = 3_000;
    private static final int FORK = Integer.getInteger("weir.fork", 1);
    private static final AtomicInteger NEXT =
            new AtomicInteger(ThreadLocalRandom.current().nextInt(PORTS));

    private FreePort() {}

    /** A port of this machine on which nobody listens, each time another. */
    public static int next() {
        for (int tries = 0; tries < PORTS; tries++) {
            int port = FIRST + FORK % 4 * PORTS + NEXT.getAndIncrement() % PORTS;
            try (ServerSocket free = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return free.getLocalPort();
            } catch (IOException taken) {
                // By another program; there are more.
            }
        }
        throw new UncheckedIOException(new IOException("no port is free from " + FIRST + " on"));
    }
}
