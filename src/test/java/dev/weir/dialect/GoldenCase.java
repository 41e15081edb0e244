package dev.weir.dialect;

import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.Section;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One golden pair, a file that reads like the HTTP it is about:
 *
 * <pre>
 * # where it comes from, and what is special about it
 * &#64;reading strict
 * POST /push?a=b
 * Content-Type: application/json
 *
 * {"event":"view"}
 *
 * === call
 * what the intake learns: section, device, session, ...
 *
 * === event
 * what it means, see EventText
 *
 * === answer
 * 200
 * {"status":"success"}
 * </pre>
 *
 * A request that is refused has its answer alone. With {@code -Dgolden.write=true} what follows the first {@code ===} is
 * written instead of compared: then read the diff.
 */
public record GoldenCase(Path file, String request, String expected) {

    private static final String DIVIDER = "\n=== ";

    public static List<GoldenCase> of(String dialect) {
        Path folder = Path.of("src/test/resources/dialect", dialect);
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".http"))
                    .sorted()
                    .map(GoldenCase::read)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static GoldenCase read(Path file) {
        try {
            String text = Files.readString(file);
            int divider = text.indexOf(DIVIDER);
            return new GoldenCase(file, text.substring(0, divider), text.substring(divider + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(String found) {
        try {
            Files.writeString(file, request + "\n" + found);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Route route() {
        return new Route(requestLine()[0], path());
    }

    Head head() {
        return new Head(header("Authorization"), header("Content-Type"), "http://t.shop.example");
    }

    private String header(String name) {
        return headers().stream()
                .filter(line -> line.regionMatches(true, 0, name + ": ", 0, name.length() + 2))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse(null);
    }

    Beacon beacon() {
        String target = requestLine()[1];
        int mark = target.indexOf('?');
        String query = mark < 0 ? "" : target.substring(mark + 1);
        return new Beacon(requestLine()[0], path(), query, hint(), body().getBytes(StandardCharsets.UTF_8));
    }

    /** With an upstream, unless the request says {@code @upstream none}. */
    Section section(Map<String, List<Section.Key>> keys) {
        Section.Upstream upstream = new Section.Upstream("vendor", Duration.ofMillis(250), Map.of());
        return new Section(
                "demo",
                keys,
                says("@reading strict") ? Section.Reading.STRICT : Section.Reading.LENIENT,
                says("@answers literal") ? Section.Answers.LITERAL : Section.Answers.HELPFUL,
                Section.Limit.DEFAULT,
                Section.Identity.DEFAULT,
                List.of(),
                says("@upstream none")
                        ? Map.of()
                        : keys.keySet().stream().collect(Collectors.toMap(label -> label, label -> upstream)),
                Map.of());
    }

    private boolean says(String word) {
        return request.contains("\n" + word + "\n");
    }

    /** The folder, which says where the request comes from. */
    public String origin() {
        return file.getParent().getFileName().toString();
    }

    public String method() {
        return requestLine()[0];
    }

    /** Path and query, as sent. */
    public String target() {
        return requestLine()[1];
    }

    public List<String> headers() {
        return headText()
                .lines()
                .filter(line -> !line.startsWith("#") && !line.startsWith("@"))
                .skip(1)
                .toList();
    }

    /** Whether the request means an event, and is not refused. */
    public boolean isAccepted() {
        return expected.contains("\n=== event");
    }

    /** Whether it is refused, at sight or for what it says. */
    public boolean isRefused() {
        return !expected.startsWith("=== call\n");
    }

    /** How many events it means. */
    public int events() {
        return expected.split("\n=== event\n", -1).length - 1;
    }

    public int status() {
        return Integer.parseInt(firstLine("answer"));
    }

    /** The body of the answer, which is one line, or empty. */
    public String answer() {
        return expected.lines()
                .dropWhile(line -> !line.equals("=== answer"))
                .skip(2)
                .findFirst()
                .orElse("");
    }

    /** What kind of event it means. */
    public String eventType() {
        return firstLine("event");
    }

    @Override
    public String toString() {
        return file.getParent().getFileName() + "/" + file.getFileName();
    }

    private String firstLine(String part) {
        return expected.lines()
                .dropWhile(line -> !line.equals("=== " + part))
                .skip(1)
                .findFirst()
                .orElseThrow();
    }

    private String path() {
        return requestLine()[1].split("\\?", 2)[0];
    }

    private String[] requestLine() {
        return headText()
                .lines()
                .filter(line -> !line.startsWith("#") && !line.startsWith("@"))
                .findFirst()
                .orElseThrow()
                .split(" ", 2);
    }

    private BodyKind hint() {
        if (headText().contains("Content-Type: application/json")) {
            return BodyKind.JSON;
        }
        return headText().contains("Content-Type: application/x-www-form-urlencoded") ? BodyKind.FORM : BodyKind.NONE;
    }

    private String headText() {
        return request.split("\n\n", 2)[0];
    }

    public String body() {
        String[] parts = request.split("\n\n", 2);
        return parts.length == 1 ? "" : parts[1].stripTrailing();
    }
}
