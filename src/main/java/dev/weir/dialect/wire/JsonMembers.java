package dev.weir.dialect.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.weir.event.RejectedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the members of a JSON object stand in its text, to pass some of them on as they are. For what a vendor's server
 * answered and what an operator configured: whole pages of HTML stand in there as one text, so that the bounds are wider than
 * {@link JsonReader}'s, and who hands the bytes in bounds their size. Also for what a {@link JsonReader} has accepted. The whole text is valid JSON in UTF-8, or there is no
 * such object. Of two members of one name the last counts. Immutable.
 */
public final class JsonMembers {

    private static final int MAX_DEPTH = 100;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private final byte[] json;
    private final Map<String, Member> members = new LinkedHashMap<>();

    private JsonMembers(byte[] json) {
        this.json = json;
    }

    /** The members of the object that this text is, or null when it is none. */
    public static @Nullable JsonMembers of(byte[] json) {
        JsonMembers members = new JsonMembers(json);
        try (JsonParser parser = FACTORY.createParser(json)) {
            SniffedBody.refuseOtherEncodings(json);
            Utf8.check(json);
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            members.read(parser);
            return parser.nextToken() == null ? members : null;
        } catch (IOException | RejectedException e) {
            return null;
        }
    }

    public Set<String> names() {
        return members.keySet();
    }

    public boolean isObject(String name) {
        Member member = members.get(name);
        return member != null && member.kind() == JsonToken.START_OBJECT;
    }

    public boolean isText(String name) {
        Member member = members.get(name);
        return member != null && member.kind() == JsonToken.VALUE_STRING;
    }

    /** Whether it is an array of nothing but texts, perhaps of none. */
    public boolean isTexts(String name) {
        Member member = members.get(name);
        return member != null && member.kind() == JsonToken.START_ARRAY && member.onlyTexts();
    }

    /** Whether it is not there, or null, or an array without elements. */
    public boolean saysNothing(String name) {
        Member member = members.get(name);
        if (member == null || member.kind() == JsonToken.VALUE_NULL) {
            return true;
        }
        return member.kind() == JsonToken.START_ARRAY && isBlankInside(member);
    }

    /** Whether it is an array, an object or a text, and has something in it. */
    public boolean hasContent(String name) {
        Member member = members.get(name);
        return member != null
                && (member.kind().isStructStart() || member.kind() == JsonToken.VALUE_STRING)
                && !isBlankInside(member);
    }

    /** The member as text where it is a text, a number as it was written, or a truth value; else null. */
    public @Nullable String scalar(String name) {
        Member member = members.get(name);
        if (member == null
                || member.kind() == JsonToken.VALUE_NULL
                || member.kind().isStructStart()) {
            return null;
        }
        return member.kind() == JsonToken.VALUE_STRING
                ? JsonText.unescaped(json, member.start() + 1, member.end() - 1)
                : textOf(member);
    }

    /** As {@link #scalar}, an object or array as its JSON text; null where {@link #json} is. */
    public @Nullable String textOrJson(String name) {
        String scalar = scalar(name);
        return scalar == null || scalar.isEmpty() ? json(name) : scalar;
    }

    /** The member's own JSON text, or null where it is not there, null, or an empty text. */
    public @Nullable String json(String name) {
        Member member = members.get(name);
        if (member == null || member.kind() == JsonToken.VALUE_NULL) {
            return null;
        }
        boolean isEmptyText = member.kind() == JsonToken.VALUE_STRING && member.end() - member.start() == 2;
        return isEmptyText ? null : textOf(member);
    }

    /** The JSON text of a member that is there, and is an object or an array. */
    public byte[] bytes(String name) {
        Member member = members.get(name);
        if (member == null || !member.kind().isStructStart()) {
            throw new IllegalStateException("no object or array of that name");
        }
        return Arrays.copyOfRange(json, member.start(), member.end());
    }

    /** As {@link #bytes}, as text. */
    public String text(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8);
    }

    /** Whether nothing stands between its brackets or quotes. */
    private boolean isBlankInside(Member member) {
        return new String(json, member.start() + 1, member.end() - member.start() - 2, StandardCharsets.UTF_8)
                .isBlank();
    }

    private String textOf(Member member) {
        return new String(json, member.start(), member.end() - member.start(), StandardCharsets.UTF_8);
    }

    private void read(JsonParser parser) throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            JsonToken kind = parser.nextToken();
            int start = (int) parser.currentTokenLocation().getByteOffset();
            boolean onlyTexts = kind == JsonToken.START_ARRAY ? areTexts(parser) : skipped(parser);
            // A text is left half read until somebody wants it, and would end where it begins.
            parser.finishToken();
            int end = (int) parser.currentLocation().getByteOffset();
            members.put(name, new Member(kind, start, end, onlyTexts));
        }
    }

    /** Goes to the end of the array. */
    private static boolean areTexts(JsonParser parser) throws IOException {
        boolean onlyTexts = true;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            if (token == null) {
                return false;
            }
            onlyTexts &= token == JsonToken.VALUE_STRING;
            parser.skipChildren();
        }
        return onlyTexts;
    }

    private static boolean skipped(JsonParser parser) throws IOException {
        parser.skipChildren();
        return false;
    }

    private record Member(JsonToken kind, int start, int end, boolean onlyTexts) {}
}
