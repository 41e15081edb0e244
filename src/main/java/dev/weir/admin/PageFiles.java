package dev.weir.admin;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The page of the private port: one file, with its script and style in it, so that it works without any network. Whoever reaches
 * the port may load it: it holds no data. Immutable.
 */
final class PageFiles {

    static final String CONTENT_TYPE = "text/html; charset=utf-8";

    /** Nothing is loaded from anywhere, and no other page may frame it. */
    static final String POLICY =
            "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'; "
                    + "img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String FILE = "page.html";

    private PageFiles() {}

    /** Null in a build without it. */
    static @Nullable Buffer page() {
        try (InputStream file = PageFiles.class.getResourceAsStream(FILE)) {
            return file == null ? null : Buffer.buffer(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read from this build", e);
        }
    }
}
