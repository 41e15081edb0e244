package dev.weir.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What a file sink has written, and what a text in JSON says. */
final class EventLines {

    private EventLines() {}

    /** All lines of a folder's files that have not been compressed, in the order of their names. */
    static List<String> in(Path dir) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(dir)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".ndjson"))
                    .sorted()
                    .toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    /** Those lines that hold a text. */
    static List<String> with(List<String> lines, String text) {
        return lines.stream().filter(line -> line.contains(text)).toList();
    }

    /** The text of the first member of this name, wherever it stands. */
    static String text(String json, String name) {
        Matcher member =
                Pattern.compile("\"" + Pattern.quote(name) + "\":\"([^\"]*)\"").matcher(json);
        if (!member.find()) {
            throw new AssertionError("no " + name + " in " + json);
        }
        return member.group(1);
    }
}
