package dev.weir.server;

/** Three sections with all four dialects: one that can wait, one that cannot, and one that has nobody to ask. */
final class WaitingConfig {

    private static final String SINKS = """
            sinks:
              - {name: files, type: file, dir: events}
              - {name: vendor, type: http, url: 'http://127.0.0.1:%d', protocol: h2, timeout: 1s,
                 dialects: [personaclick, pureclarity, gravityfield, pagent]}
            sections:
            """;

    private static final String SECTION = """
              - name: %1$s
                personaclick: [{shop-id: %1$s-shop, shop-secret: %1$s-shop-secret}]
                pureclarity: [{app-id: %1$s-app, secret-key: %1$s-app-secret}]
                gravityfield: [{name: one, api-key: %1$s-gravity-key}]
                pagent: [{name: one, api-key: %1$s-pagent-key}]
                limit: {refill: 100000, capacity: 100000}
                sinks: [files, vendor]
                fallback:
                  pureclarity: {zones: '{"HP01":{"type":"html","content":"ours"}}'}
            """;

    private static final String UPSTREAM = """
                upstream:
                  personaclick: {sink: vendor, deadline: %1$s}
                  pureclarity: {sink: vendor, deadline: %1$s}
                  gravityfield: {sink: vendor, deadline: %1$s}
            """;

    private WaitingConfig() {}

    /** Of {@code patient}, whose pages outwait any hiccup of a busy machine, {@code hurried}, and {@code alone}. */
    static String of(VendorServer vendor) {
        return SINKS.formatted(vendor.port())
                + SECTION.formatted("patient")
                + UPSTREAM.formatted("20s")
                + SECTION.formatted("hurried")
                + UPSTREAM.formatted("250ms")
                + SECTION.formatted("alone");
    }
}
