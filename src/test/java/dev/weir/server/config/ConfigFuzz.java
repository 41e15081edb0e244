package dev.weir.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any text as a config: it is read, or the error is one line that says where it is wrong. */
final class ConfigFuzz {

    private static final Pattern YAML = Pattern.compile("(?s)```yaml\\n(.*?)```");
    private static final ConfigReader READER = new ConfigReader(Map.of("A", "a", "LONG", "x".repeat(300)));

    /** The README's. */
    static Stream<byte[]> samples() throws IOException {
        return YAML.matcher(Files.readString(Path.of("README.md")))
                .results()
                .map(block -> block.group(1).getBytes(StandardCharsets.UTF_8));
    }

    @MethodSource("samples")
    @FuzzTest
    void configIsReadOrItsErrorIsOneLine(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        try {
            WeirConfig config = READER.read("weir.yaml", text);
            assertThat(config.sections().all()).isNotEmpty();
        } catch (ConfigException refused) {
            assertThat(refused.getMessage()).isNotBlank();
            assertThat(refused.getMessage().lines().filter(line -> line.contains("expected")))
                    .isNotEmpty();
        }
    }
}
