package dev.weir.ingest.asset;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file's bytes.
 *
 * @param type the Content-Type
 * @param hash the beginning of its SHA-256, in hex
 * @param gzip compressed, or null where that makes it no shorter
 * @param brotli compressed, or null where nobody has done it: the JDK cannot
 */
record Content(String type, String hash, byte[] plain, byte @Nullable [] gzip, byte @Nullable [] brotli) {

    private static final int HASH_CHARS = 16;
    private static final String UTF_8 = "; charset=utf-8";

    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html" + UTF_8),
            Map.entry("css", "text/css" + UTF_8),
            Map.entry("js", "text/javascript" + UTF_8),
            Map.entry("mjs", "text/javascript" + UTF_8),
            Map.entry("json", "application/json"),
            Map.entry("map", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("svg", "image/svg+xml" + UTF_8),
            Map.entry("txt", "text/plain" + UTF_8),
            Map.entry("png", "image/png"),
            Map.entry("jpg", "image/jpeg"),
            Map.entry("webp", "image/webp"),
            Map.entry("avif", "image/avif"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"));

    /** A file that is compressed here. */
    static Content of(String name, byte[] plain) {
        return of(name, plain, null, null);
    }

    /**
     * A file.
     *
     * @param name its ending says what it is
     * @param gzip made beforehand, or null for what is made here
     */
    static Content of(String name, byte[] plain, byte @Nullable [] gzip, byte @Nullable [] brotli) {
        byte[] hash = digest("SHA-256", plain);
        byte[] compressed = gzip == null ? gzipped(plain) : gzip;
        return new Content(
                type(name),
                HexFormat.of().formatHex(hash).substring(0, HASH_CHARS),
                plain,
                compressed.length < plain.length ? compressed : null,
                brotli);
    }

    /** What a page may demand of the script that it loads (Subresource Integrity, 3.1). */
    String integrity() {
        return "sha384-" + Base64.getEncoder().encodeToString(digest("SHA-384", plain));
    }

    private static String type(String name) {
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return TYPES.getOrDefault(ending, "application/octet-stream");
    }

    private static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has " + algorithm, missing);
        }
    }

    private static byte[] gzipped(byte[] plain) {
        ByteArrayOutputStream compressed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
            gzip.write(plain);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return compressed.toByteArray();
    }
}
