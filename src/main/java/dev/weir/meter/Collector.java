package dev.weir.meter;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/**
 * Who is sent metrics or traces by OTLP over HTTP.
 *
 * @param url the whole of it, with the path
 * @param every how often it is sent what there is
 * @param headers sent along, such as a key; never shown
 */
public record Collector(URI url, Duration every, Map<String, String> headers) {

    public Collector {
        headers = Map.copyOf(headers);
    }

    /** Without the headers. */
    @Override
    public String toString() {
        return "Collector[" + url + " every " + every + "]";
    }
}
