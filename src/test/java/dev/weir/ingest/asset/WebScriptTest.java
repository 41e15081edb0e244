package dev.weir.ingest.asset;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** The script as it is served; how it behaves is told in {@code src/test/web}, which {@link WebScriptNodeTest} runs. */
final class WebScriptTest {

    private static final int MAX_GZIPPED_BYTES = 3072;
    private static final String HOW_TO_BUILD = "in src/main/web: npm ci && node build.mjs";

    @Test
    void scriptIsSmallEnough() throws IOException {
        assertThat(resource("weir.js.gz").length).as("bytes of weir.js.gz").isLessThanOrEqualTo(MAX_GZIPPED_BYTES);
    }

    @Test
    void gzippedOneIsTheSameScript() throws IOException {
        try (InputStream gunzipped = new GZIPInputStream(new ByteArrayInputStream(resource("weir.js.gz")))) {
            assertThat(gunzipped.readAllBytes()).as(HOW_TO_BUILD).isEqualTo(resource("weir.js"));
        }
    }

    @Test
    void allThreeAreThere() throws IOException {
        assertThat(resource("weir.js")).isNotEmpty();
        assertThat(resource("weir.js.br")).isNotEmpty().hasSizeLessThan(resource("weir.js.gz").length);
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = WebScriptTest.class.getResourceAsStream("/dev/weir/ingest/asset/" + name)) {
            assertThat(in).as("%s (%s)", name, HOW_TO_BUILD).isNotNull();
            return in.readAllBytes();
        }
    }
}
