package dev.weir.tool.send;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** All samples, from {@code samples.http} beside this class. */
public final class Samples {

    private static final List<Sample> ALL = read();

    private Samples() {}

    /** Those of a dialect; the first is what is sent when no type is named. */
    public static List<Sample> of(Vendor vendor) {
        return ALL.stream().filter(sample -> sample.vendor() == vendor).toList();
    }

    /** The sample of that type, with hyphens or underscores, or null. */
    public static @Nullable Sample of(Vendor vendor, String type) {
        String wanted = type.toLowerCase(Locale.ROOT).replace('_', '-');
        return of(vendor).stream()
                .filter(sample -> sample.type().equals(wanted))
                .findFirst()
                .orElse(null);
    }

    /** The types of a dialect, for messages. */
    public static String types(Vendor vendor) {
        return of(vendor).stream().map(Sample::type).collect(Collectors.joining(", "));
    }

    private static List<Sample> read() {
        List<Sample> samples = new ArrayList<>();
        try (InputStream in = Samples.class.getResourceAsStream("samples.http")) {
            if (in == null) {
                throw new IllegalStateException("samples.http is not in the jar");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            String line;
            while ((line = lines.readLine()) != null) {
                if (line.startsWith("## ")) {
                    samples.add(sample(line.substring(3), line(lines), line(lines)));
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return List.copyOf(samples);
    }

    private static Sample sample(String title, String request, String body) {
        int colon = title.indexOf(": ");
        int blank = title.indexOf(' ');
        Vendor vendor = Vendor.of(title.substring(0, blank));
        if (vendor == null) {
            throw new IllegalStateException("samples.http: no dialect: " + title);
        }
        int space = request.indexOf(' ');
        return new Sample(
                vendor,
                title.substring(blank + 1, colon),
                title.substring(colon + 2),
                request.substring(0, space),
                request.substring(space + 1),
                body);
    }

    private static String line(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        return line == null ? "" : line;
    }
}
