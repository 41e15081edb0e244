package dev.weir.ingest.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What is known of those who stand in front. Where a header can be sent by a client and is passed on as it came unless the
 * operator forbids it (Fastly-Client-IP, True-Client-IP), or only comes when it is asked for (CloudFront-Viewer-Address),
 * another is read that the network itself always writes, if there is one.
 */
public enum Preset {
    /** Always overwrites CF-Connecting-IP; keeps an unused connection for 900 s. */
    CLOUDFLARE("CF-Connecting-IP", true, Duration.ofSeconds(930)),
    /** Appends over TLS; keeps an unused connection for as long as it can. */
    FASTLY(TrustedPeers.FORWARDED_FOR, true, Duration.ofSeconds(930)),
    /** Appends. Its servers' networks are some two hundred, and change. */
    CLOUDFRONT(TrustedPeers.FORWARDED_FOR, false, Duration.ofSeconds(150)),
    /** Sets True-Client-IP where that is switched on; keeps an unused connection for 5 minutes. */
    AKAMAI("True-Client-IP", false, Duration.ofSeconds(330)),
    /** nginx, HAProxy, Varnish and most others append; nginx keeps an unused connection for 60 s. */
    PROXY(TrustedPeers.FORWARDED_FOR, false, Duration.ofSeconds(75));

    private final String header;
    private final boolean hasNetworks;
    private final Duration idleTimeout;

    Preset(String header, boolean hasNetworks, Duration idleTimeout) {
        this.header = header;
        this.hasNetworks = hasNetworks;
        this.idleTimeout = idleTimeout;
    }

    /** The header that names the client. */
    public String header() {
        return header;
    }

    /** Whether its networks are known here; if not, the operator gives them. */
    public boolean hasNetworks() {
        return hasNetworks;
    }

    /** For how long a connection is to be kept on which nothing moves: longer than the other end does. */
    public Duration idleTimeout() {
        return idleTimeout;
    }

    /** The networks that it published at the date in the file, one a line. */
    public List<String> networks() {
        String file = name().toLowerCase(Locale.ROOT) + ".txt";
        try (InputStream in = Preset.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException(file + " is not in the jar");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            return lines.lines().filter(line -> !line.startsWith("#")).toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
