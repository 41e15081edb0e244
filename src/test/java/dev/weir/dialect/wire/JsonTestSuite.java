package dev.weir.dialect.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The cases of Nicolas Seriot's JSONTestSuite ("Parsing JSON is a minefield"), from {@code dialect/JSONTestSuite.tsv}, which says how its
 * lines are to be read.
 */
public final class JsonTestSuite {

    private static final String FILE = "/dialect/JSONTestSuite.tsv";

    private JsonTestSuite() {}

    /** All of them. */
    public static List<Case> cases() {
        try (InputStream in = JsonTestSuite.class.getResourceAsStream(FILE)) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return text.lines()
                    .filter(line -> !line.startsWith("#"))
                    .map(JsonTestSuite::parse)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those that are valid JSON. */
    public static List<Case> valid() {
        return cases().stream().filter(one -> one.name().startsWith("y_")).toList();
    }

    /** Those that are none. */
    public static List<Case> invalid() {
        return cases().stream().filter(one -> one.name().startsWith("n_")).toList();
    }

    /** Those of which a reader may think what it likes. */
    public static List<Case> undecided() {
        return cases().stream().filter(one -> one.name().startsWith("i_")).toList();
    }

    private static Case parse(String line) {
        String[] fields = line.split("\t", -1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 1; i < fields.length; i++) {
            bytes.writeBytes(piece(fields[i]));
        }
        return new Case(fields[0], bytes.toByteArray());
    }

    private static byte[] piece(String text) {
        if (!text.startsWith("(")) {
            return unescaped(text);
        }
        int end = text.indexOf(") ");
        String repeated = text.substring(end + 2).repeat(Integer.parseInt(text.substring(1, end)));
        return repeated.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] unescaped(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) != '\\') {
                bytes.write(text.charAt(at));
            } else if (text.charAt(++at) == 'x') {
                bytes.write(Integer.parseInt(text, at + 1, at + 3, 16));
                at += 2;
            } else {
                bytes.write('\\');
            }
        }
        return bytes.toByteArray();
    }

    /**
     * One of them.
     *
     * @param name as its file has it, without {@code .json}
     * @param bytes what the file holds
     */
    public record Case(String name, byte[] bytes) {

        /** An object that has it as a member, behind others. */
        public byte[] within(String open) {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(open.getBytes(StandardCharsets.UTF_8));
            all.writeBytes(bytes);
            all.write('}');
            return all.toByteArray();
        }

        @Override
        public String toString() {
            return name;
        }
    }
}
