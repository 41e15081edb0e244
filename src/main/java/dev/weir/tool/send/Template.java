package dev.weir.tool.send;

import dev.weir.tool.JsonTree;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A text with places such as {@code ${did}}, which are filled in as the text's own form needs it. Safe for many threads. */
final class Template {

    private final List<Piece> pieces = new ArrayList<>();
    private final Form form;

    private Template(Form form) {
        this.form = form;
    }

    /** @throws IllegalArgumentException if a place has a name that is none */
    static Template of(String text, Form form) {
        Template template = new Template(form);
        int from = 0;
        int open;
        while ((open = text.indexOf("${", from)) >= 0) {
            int close = text.indexOf('}', open);
            template.pieces.add(new Piece(text.substring(from, open), Place.of(text.substring(open + 2, close))));
            from = close + 1;
        }
        template.pieces.add(new Piece(text.substring(from), Place.NONE));
        return template;
    }

    String fill(Visit visit) {
        StringBuilder text = new StringBuilder(512);
        for (Piece piece : pieces) {
            text.append(piece.before);
            String value = piece.place.of(visit);
            switch (form) {
                case URL -> text.append(URLEncoder.encode(value, StandardCharsets.UTF_8));
                case JSON -> {
                    String quoted = JsonTree.line(value);
                    text.append(quoted, 1, quoted.length() - 1);
                }
            }
        }
        return text.toString();
    }

    enum Form {
        JSON,
        URL
    }

    private record Piece(String before, Place place) {}

    private enum Place {
        KEY,
        SECRET,
        DID,
        SID,
        ORDER,
        NONE;

        static Place of(String name) {
            return switch (name) {
                case "key" -> KEY;
                case "secret" -> SECRET;
                case "did" -> DID;
                case "sid" -> SID;
                case "order" -> ORDER;
                default -> throw new IllegalArgumentException("no such place: " + name);
            };
        }

        String of(Visit visit) {
            return switch (this) {
                case KEY -> visit.publicKey();
                case SECRET -> visit.secret();
                case DID -> visit.device();
                case SID -> visit.session();
                case ORDER -> visit.order();
                case NONE -> "";
            };
        }
    }
}
