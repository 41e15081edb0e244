package dev.weir.admin;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The page of the private port: one file, with its script and style in it, so that it works without any network. Whoever reaches
 * the port may load it: it holds no data. Made by {@code src/main/web/build.mjs}. Immutable.
 *
 * @param policy the page's Content-Security-Policy: its own script and style run and no others, told by their hashes; nothing is
 *     loaded from anywhere; nothing is asked but this port; no other page may frame it
 */
record PageFiles(Buffer page, String policy) {

    static final String CONTENT_TYPE = "text/html; charset=utf-8";

    private static final String FILE = "page.html";

    /** Reads it from the program itself. */
    static PageFiles read() {
        try (InputStream file = PageFiles.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is missing in this build");
            }
            return of(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read from this build", e);
        }
    }

    private static PageFiles of(byte[] page) {
        String html = new String(page, StandardCharsets.UTF_8);
        String policy =
                "default-src 'none'; script-src '" + hash(html, "script") + "'; style-src '" + hash(html, "style")
                        + "'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        return new PageFiles(Buffer.buffer(page), policy);
    }

    /** Of what is in the one element of this name (Content Security Policy Level 3, 6.7.3.3). */
    private static String hash(String html, String element) {
        String start = "<" + element + ">";
        int from = html.indexOf(start);
        int to = html.indexOf("</" + element + ">", from);
        if (from < 0 || to < 0) {
            throw new IllegalStateException(FILE + ": no " + start + " in this build (expected: one)");
        }
        byte[] text = html.substring(from + start.length(), to).getBytes(StandardCharsets.UTF_8);
        try {
            return "sha256-"
                    + Base64.getEncoder()
                            .encodeToString(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
