package dev.weir.tool.load;

import dev.weir.tool.send.Vendor;
import java.net.URI;
import java.time.Duration;

/**
 * What is asked of a run.
 *
 * @param server where requests go
 * @param rate requests a second
 * @param duration for how long requests are sent; answers are waited for after it, at most {@code timeout}
 * @param connections how many at most
 * @param key whose the events are
 * @param devices how many visitors there are
 * @param isHttp2 HTTP/2 over clear text, known beforehand; over TLS it is agreed upon
 * @param timeout how long a request may take from when it was sent
 * @param maxInFlight requests that are not answered; beyond it requests are not sent, and counted
 */
public record LoadPlan(
        URI server,
        double rate,
        Duration duration,
        Arrivals arrivals,
        int connections,
        Vendor vendor,
        Mix mix,
        String key,
        int devices,
        boolean isHttp2,
        Duration timeout,
        int maxInFlight) {

    /** The same for another time. */
    public LoadPlan lasting(Duration other) {
        return new LoadPlan(
                server, rate, other, arrivals, connections, vendor, mix, key, devices, isHttp2, timeout, maxInFlight);
    }
}
