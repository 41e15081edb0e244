package dev.weir.connection;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * One line of {@code http/strict.txt}.
 *
 * @param status of the answer
 * @param lives whether the connection is good for another request afterwards
 */
public record StrictCase(String name, byte[] bytes, int status, boolean lives) {

    public static List<StrictCase> all() {
        List<StrictCase> cases = new ArrayList<>();
        try (InputStream in = StrictCase.class.getResourceAsStream("/http/strict.txt")) {
            String text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
            text.lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .forEach(line -> cases.add(of(line)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return cases;
    }

    /** Whether it is refused by who reads HTTP, and not by who reads events. */
    public boolean isRefused() {
        return status >= 400 && !lives && !name.equals("a body over the bound");
    }

    private static StrictCase of(String line) {
        String[] parts = line.split(" \\| ", -1);
        if (parts.length != 4 || !parts[3].matches("lives|closes")) {
            throw new IllegalArgumentException(line + " (expected: name | bytes | status | lives or closes)");
        }
        return new StrictCase(parts[0], bytes(parts[1]), Integer.parseInt(parts[2]), parts[3].equals("lives"));
    }

    static byte[] bytes(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != '\\') {
                bytes.write(c);
                continue;
            }
            char escaped = text.charAt(at++);
            switch (escaped) {
                case 'r' -> bytes.write('\r');
                case 'n' -> bytes.write('\n');
                case 't' -> bytes.write('\t');
                case 'x' -> {
                    bytes.write(Integer.parseInt(text.substring(at, at + 2), 16));
                    at += 2;
                }
                case '{' -> {
                    int end = text.indexOf('}', at);
                    int star = text.lastIndexOf('*', end);
                    byte[] part = bytes(text.substring(at, star));
                    for (int i = Integer.parseInt(text.substring(star + 1, end)); i > 0; i--) {
                        bytes.writeBytes(part);
                    }
                    at = end + 1;
                }
                default -> bytes.write(escaped);
            }
        }
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        return name;
    }
}
