package dev.weir.dialect.personaclick;

import dev.weir.event.Context;
import dev.weir.event.Context.Source;
import dev.weir.event.RejectedException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads what every call may say of where the visitor stands. */
final class Contexts {

    private static final int MAX_STREAM = 16;
    static final Param[] IDENTIFIERS = {Param.EMAIL, Param.PHONE, Param.EXTERNAL_ID, Param.LOYALTY_ID, Param.TELEGRAM_ID
    };

    private Contexts() {}

    /**
     * @param hasTopLevelSource whether {@code from} and {@code code} at top level are the source, as Android has it; in
     *     messages and stories, {@code code} is their own
     */
    static Context read(Fields fields, boolean hasTopLevelSource) throws RejectedException {
        String referer = fields.optional(Param.REFERER);
        return new Context(
                null,
                stream(fields),
                segment(fields),
                referer != null ? referer : fields.optional(Param.REFERRER),
                source(fields, hasTopLevelSource),
                fields.optional(Param.RECOMMENDED_BY),
                fields.optional(Param.RECOMMENDED_CODE),
                identifiers(fields.parameters()));
    }

    /** React Native sends the text "null" when the app named no stream. */
    private static @Nullable String stream(Fields fields) throws RejectedException {
        String stream = fields.optional(Param.STREAM);
        boolean unset = stream == null || stream.equals("null");
        if (fields.strict() && stream != null && (unset || !isStream(stream))) {
            throw Fields.malformed(Param.STREAM, "malformed", "1 to 16 letters and digits");
        }
        return unset ? null : stream;
    }

    private static boolean isStream(String stream) {
        for (int i = 0; i < stream.length(); i++) {
            char c = stream.charAt(i);
            if (c > 0x7F || !Character.isLetterOrDigit(c)) {
                return false;
            }
        }
        return stream.length() <= MAX_STREAM;
    }

    private static @Nullable String segment(Fields fields) throws RejectedException {
        String segment = fields.optional(Param.SEGMENT);
        if (segment == null || segment.equals("A") || segment.equals("B")) {
            return segment;
        }
        if (fields.strict()) {
            throw Fields.malformed(Param.SEGMENT, "neither of the two", "A or B");
        }
        return null;
    }

    private static @Nullable Source source(Fields fields, boolean hasTopLevelSource) throws RejectedException {
        Parameters parameters = fields.parameters();
        Source source = parameters.source();
        if (source == null && parameters.isPresent(Param.SOURCE)) {
            source = sourceInText(fields);
        }
        if (source == null && hasTopLevelSource && parameters.text(Param.CODE) != null) {
            source = Sources.of(parameters.text(Param.FROM), parameters.text(Param.CODE));
        }
        return source;
    }

    private static @Nullable Source sourceInText(Fields fields) throws RejectedException {
        String text = fields.parameters().text(Param.SOURCE);
        try {
            Source source = text == null ? null : Sources.parse(text);
            if (source != null || !fields.strict()) {
                return source;
            }
        } catch (RejectedException e) {
            if (!fields.strict()) {
                return null;
            }
        }
        throw Fields.malformed(Param.SOURCE, "malformed, or empty", "a JSON object with from and code, or its text");
    }

    private static Map<String, String> identifiers(Parameters parameters) {
        if (!parameters.isIdentified()) {
            return Map.of();
        }
        Map<String, String> identifiers = new HashMap<>();
        for (Param param : IDENTIFIERS) {
            String text = parameters.text(param);
            if (text != null) {
                identifiers.put(param.label(), text);
            }
        }
        return identifiers;
    }
}
