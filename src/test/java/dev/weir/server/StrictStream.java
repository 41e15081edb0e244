package dev.weir.server;

import dev.weir.Http2Frames;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code http2/strict.txt}.
 *
 * @param outcome the status of the answer, or minus the code of the reset
 * @param isCounted as refused
 */
record StrictStream(
        String name,
        List<String> head,
        @Nullable List<String> body,
        @Nullable List<String> trailers,
        int outcome,
        boolean isCounted) {

    private static final String NONE = "-";
    private static final String NOT_COUNTED = " (n)";
    private static final int PROTOCOL_ERROR = 1;
    private static final int MAX_FRAME_BYTES = 16_384;

    static List<StrictStream> all() {
        try (InputStream in = StrictStream.class.getResourceAsStream("/http2/strict.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(StrictStream::of)
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static StrictStream of(String line) {
        String[] parts = line.split(" \\| ", -1);
        if (parts.length != 5) {
            throw new IllegalArgumentException(line + " (expected: name | head | body | trailers | outcome)");
        }
        String outcome = parts[4].replace(NOT_COUNTED, "");
        return new StrictStream(
                parts[0],
                fields(parts[1]),
                parts[2].equals(NONE) ? null : List.of(parts[2].split(" ; ")),
                parts[3].equals(NONE) ? null : fields(parts[3]),
                outcome.equals("reset") ? -PROTOCOL_ERROR : Integer.parseInt(outcome),
                !parts[4].endsWith(NOT_COUNTED));
    }

    /** All its frames. */
    byte[] frames(int stream) {
        byte[] all = block(stream, body == null && trailers == null, head);
        if (body != null) {
            for (int i = 0; i < body.size(); i++) {
                boolean isLast = i == body.size() - 1 && trailers == null;
                byte[] content = body.get(i).getBytes(StandardCharsets.US_ASCII);
                int flags = isLast ? Http2Frames.END_STREAM : 0;
                all = Http2Frames.join(all, Http2Frames.frame(Http2Frames.DATA, flags, stream, content));
            }
        }
        return trailers == null ? all : Http2Frames.join(all, block(stream, true, trailers));
    }

    /** In as many frames as it needs. */
    private static byte[] block(int stream, boolean isLast, List<String> fields) {
        byte[] block = Http2Frames.headers(fields.toArray(new String[0]));
        byte[] all = {};
        for (int at = 0; at < block.length; at += MAX_FRAME_BYTES) {
            byte[] part = Arrays.copyOfRange(block, at, Math.min(block.length, at + MAX_FRAME_BYTES));
            int flags = (at == 0 && isLast ? Http2Frames.END_STREAM : 0)
                    | (at + part.length == block.length ? Http2Frames.END_HEADERS : 0);
            int type = at == 0 ? Http2Frames.HEADERS : Http2Frames.CONTINUATION;
            all = Http2Frames.join(all, Http2Frames.frame(type, flags, stream, part));
        }
        return all;
    }

    /** Names and values in turn. */
    private static List<String> fields(String text) {
        List<String> all = new ArrayList<>();
        for (String field : repeated(text).split(" ; ")) {
            switch (field) {
                case "GET" -> all.addAll(request("GET", "/health"));
                case "POST" -> all.addAll(request("POST", "/push"));
                default -> {
                    int parting = field.indexOf('=');
                    all.add(plain(field.substring(0, parting)));
                    all.add(plain(field.substring(parting + 1)));
                }
            }
        }
        return all;
    }

    private static List<String> request(String method, String path) {
        return List.of(":method", method, ":scheme", "http", ":path", path, ":authority", "weir");
    }

    /** The innermost first. */
    private static String repeated(String text) {
        String all = text;
        for (int from = all.lastIndexOf("\\{"); from >= 0; from = all.lastIndexOf("\\{")) {
            int to = all.indexOf('}', from);
            int star = all.lastIndexOf('*', to);
            String part = all.substring(from + 2, star);
            int times = Integer.parseInt(all.substring(star + 1, to));
            all = all.substring(0, from) + part.repeat(times) + all.substring(to + 1);
        }
        return all;
    }

    private static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c != '\\') {
                plain.append(c);
                continue;
            }
            char escaped = text.charAt(++at);
            switch (escaped) {
                case 'r' -> plain.append('\r');
                case 'n' -> plain.append('\n');
                case 't' -> plain.append('\t');
                case 's' -> plain.append(' ');
                case 'x' -> {
                    plain.append((char) Integer.parseInt(text.substring(at + 1, at + 3), 16));
                    at += 2;
                }
                default -> plain.append(escaped);
            }
        }
        return plain.toString();
    }

    @Override
    public String toString() {
        return name;
    }
}
