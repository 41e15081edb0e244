package dev.weir.dialect.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * JSON read by RFC 8259 to the letter and nothing else, to hold other readers against. Members keep their order, and those of one name
 * are all there; numbers are kept as they are written. Reads no more than {@value #MAX_DEPTH} levels.
 */
final class ReferenceJson {

    static final int MAX_DEPTH = 200;

    private final String text;
    private int at;
    private int depth;

    private ReferenceJson(String text) {
        this.text = text;
    }

    /** The value that this text is: an {@link Members}, a {@link List}, a {@link String} or a {@link Literal}; or null if it is none. */
    static Object parse(byte[] json) {
        try {
            ReferenceJson reader = new ReferenceJson(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(json))
                    .toString());
            Object value = reader.element();
            return reader.at == reader.text.length() ? value : null;
        } catch (CharacterCodingException | Malformed e) {
            return null;
        }
    }

    private Object element() throws Malformed {
        blanks();
        Object value = value();
        blanks();
        return value;
    }

    private Object value() throws Malformed {
        switch (peek()) {
            case '{':
                return object();
            case '[':
                return array();
            case '"':
                return string();
            default:
                return literal();
        }
    }

    private Members object() throws Malformed {
        open();
        List<Member> members = new ArrayList<>();
        blanks();
        if (peek() != '}') {
            do {
                blanks();
                String name = string();
                blanks();
                expect(':');
                members.add(new Member(name, element()));
            } while (accept(','));
        }
        expect('}');
        depth--;
        return new Members(members);
    }

    private List<Object> array() throws Malformed {
        open();
        List<Object> elements = new ArrayList<>();
        blanks();
        if (peek() != ']') {
            do {
                elements.add(element());
            } while (accept(','));
        }
        expect(']');
        depth--;
        return elements;
    }

    private void open() throws Malformed {
        at++;
        if (++depth > MAX_DEPTH) {
            throw new Malformed();
        }
    }

    private String string() throws Malformed {
        expect('"');
        StringBuilder string = new StringBuilder();
        for (char c = next(); c != '"'; c = next()) {
            if (c < ' ') {
                throw new Malformed();
            }
            string.append(c == '\\' ? escape() : c);
        }
        return string.toString();
    }

    private char escape() throws Malformed {
        char c = next();
        int known = "\"\\/bfnrt".indexOf(c);
        if (known >= 0) {
            return "\"\\/\b\f\n\r\t".charAt(known);
        }
        if (c != 'u') {
            throw new Malformed();
        }
        int unit = 0;
        for (int i = 0; i < 4; i++) {
            int digit = "0123456789abcdefABCDEF".indexOf(next());
            if (digit < 0) {
                throw new Malformed();
            }
            unit = unit * 16 + (digit < 16 ? digit : digit - 6);
        }
        return (char) unit;
    }

    private Literal literal() throws Malformed {
        int start = at;
        while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        String word = text.substring(start, at);
        if (!word.equals("true")
                && !word.equals("false")
                && !word.equals("null")
                && !word.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
            throw new Malformed();
        }
        return new Literal(word);
    }

    private void blanks() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean accept(char c) throws Malformed {
        if (peek() != c) {
            return false;
        }
        at++;
        return true;
    }

    private void expect(char c) throws Malformed {
        if (next() != c) {
            throw new Malformed();
        }
    }

    private char next() throws Malformed {
        char c = peek();
        at++;
        return c;
    }

    private char peek() throws Malformed {
        if (at >= text.length()) {
            throw new Malformed();
        }
        return text.charAt(at);
    }

    /** An object. */
    record Members(List<Member> all) {}

    /** One of its members. */
    record Member(String name, Object value) {}

    /** A number, a truth value or null, as it is written. */
    record Literal(String text) {}

    private static final class Malformed extends Exception {
        private static final long serialVersionUID = 1;
    }
}
