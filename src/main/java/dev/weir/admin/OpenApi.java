package dev.weir.admin;

import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The OpenAPI 3.1 description of every endpoint of the public port. */
final class OpenApi {

    /** Not the vendor type that the specification once suggested: browsers show this one, and no tool asks for the other. */
    static final String CONTENT_TYPE = "application/json";

    private static final String FILE = "openapi.json";

    private OpenApi() {}

    /** Reads it from the program itself. */
    static Buffer document() {
        try (InputStream file = OpenApi.class.getResourceAsStream(FILE)) {
            if (file == null) {
                throw new IllegalStateException(FILE + " is missing in this build");
            }
            return Buffer.buffer(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(FILE + " cannot be read from this build", e);
        }
    }
}
