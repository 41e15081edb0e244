package dev.weir.ingest.client;

import java.util.Locale;

/** How a header names the client. */
enum HeaderForm {
    /** RFC 7239: a list to which every proxy appends, of {@code for=}, {@code proto=}, {@code host=}. */
    FORWARDED,
    /** {@code X-Forwarded-For}: a list of addresses to which every proxy appends. */
    APPENDED,
    /** One address, set by the outermost proxy, whatever the client sent. */
    SINGLE,
    /** {@code CloudFront-Viewer-Address}: one address and always a port, without brackets around IPv6. */
    WITH_PORT;

    static HeaderForm of(String header) {
        return switch (header.toLowerCase(Locale.ROOT)) {
            case "forwarded" -> FORWARDED;
            case "x-forwarded-for" -> APPENDED;
            case "cloudfront-viewer-address" -> WITH_PORT;
            default -> SINGLE;
        };
    }

    boolean isList() {
        return this == FORWARDED || this == APPENDED;
    }
}
