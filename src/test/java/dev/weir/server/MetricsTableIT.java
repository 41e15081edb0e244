package dev.weir.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's table of metrics is what a running Weir exposes, names and tags. */
final class MetricsTableIT {

    private static final Pattern ROW = Pattern.compile("\\| (`weir_.*?) \\|(.*?)\\| (.+?) \\|");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    @TempDir
    private Path dir;

    @Test
    void theTableNamesWhatIsExposedAndNothingElse() throws Exception {
        Map<String, Set<String>> exposed = new TreeMap<>(MetricsExposed.by(dir).families());
        exposed.keySet().removeIf(name -> !name.startsWith("weir_"));

        assertThat(asLines(table())).isEqualTo(asLines(exposed));
    }

    private static String asLines(Map<String, Set<String>> families) {
        StringBuilder lines = new StringBuilder();
        families.forEach(
                (name, tags) -> lines.append(name).append(' ').append(tags).append('\n'));
        return lines.toString();
    }

    private static Map<String, Set<String>> table() throws Exception {
        Map<String, Set<String>> table = new TreeMap<>();
        String readme = Files.readString(Path.of("README.md"));
        String section = readme.substring(readme.indexOf("## Metrics"), readme.indexOf("## Promises"));
        for (String line : section.lines().toList()) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                Set<String> tags = new TreeSet<>(names(row.group(2)));
                for (String name : names(row.group(1))) {
                    assertThat(table.put(name, tags)).as("rows of %s", name).isNull();
                }
            }
        }
        return table;
    }

    /** {@code a_{b,c}_total} is two. */
    private static List<String> names(String cell) {
        List<String> names = new ArrayList<>();
        Matcher matcher = NAME.matcher(cell);
        while (matcher.find()) {
            String name = matcher.group(1);
            int open = name.indexOf('{');
            if (open < 0) {
                names.add(name);
                continue;
            }
            int close = name.indexOf('}');
            for (String part : name.substring(open + 1, close).split(",")) {
                names.add(name.substring(0, open) + part + name.substring(close + 1));
            }
        }
        return names;
    }
}
