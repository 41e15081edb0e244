package dev.weir.dialect.gravityfield;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import dev.weir.dialect.wire.JsonSplice;
import dev.weir.dialect.wire.JsonText;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The vendor's answer to a {@code choose}, put into our words: {@code user} and {@code session} name the ids that the
 * client has of us, and the URLs of engagements are our own. Every other byte is as the vendor wrote it.
 *
 * <p>Content may hold pages of HTML as one text, so it is not read with the bounds of a request; its size is bounded by who
 * asked the vendor. Confined to one thread.
 */
final class VendorChoices {

    private static final int MAX_DEPTH = 64;

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private static final String URLS = "urls";
    private static final String TYPE = "type";

    /** What tells of which content an engagement is. */
    private static final Set<String> DETAILS = Set.of(
            "selector", "campaignId", "experienceId", "variationId", "decisionId", "contentId", "slotId", "productId");

    private static final byte[] EMPTY_OBJECT = {'{', '}'};

    private final byte[] json;
    private final JsonParser parser;
    private final Patches patches;
    private final List<Level> withUrls = new ArrayList<>();

    private VendorChoices(byte[] json, JsonParser parser) {
        this.json = json;
        this.parser = parser;
        this.patches = new Patches(json);
    }

    /**
     * The answer in our words, or null when it is no JSON object, and so of no use to a client.
     *
     * @param user what {@code user} is to say, whatever else it says
     * @param session what {@code session} is to say; nothing is put in if this is empty
     * @param ownUrl our own URL in place of a vendor's, or null where that has to stay
     */
    static byte @Nullable [] inOurWords(
            byte[] json,
            Map<String, String> user,
            Map<String, String> session,
            Function<VendorUrl, @Nullable String> ownUrl) {
        if (!isUtf8(json)) {
            return null;
        }
        try (JsonParser parser = FACTORY.createParser(json)) {
            VendorChoices choices = new VendorChoices(json, parser);
            return choices.read(user, session) ? choices.rewritten(ownUrl) : null;
        } catch (IOException e) {
            return null;
        }
    }

    /** Whether it is an array of nothing but objects. */
    static boolean isArrayOfObjects(String json) {
        try (JsonParser parser = FACTORY.createParser(json)) {
            if (parser.nextToken() != JsonToken.START_ARRAY) {
                return false;
            }
            JsonToken element = parser.nextToken();
            while (element == JsonToken.START_OBJECT) {
                parser.skipChildren();
                element = parser.nextToken();
            }
            return element == JsonToken.END_ARRAY && parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean read(Map<String, String> user, Map<String, String> session) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            return false;
        }
        int inside = offsetAfter();
        Map<String, Map<String, String>> wanted = new HashMap<>(Map.of("user", user));
        if (!session.isEmpty()) {
            wanted.put("session", session);
        }
        boolean hasMembers = false;
        Level top = new Level(null);
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            hasMembers = true;
            Map<String, String> texts = wanted.remove(name);
            parser.nextToken();
            if (texts == null) {
                value(name, top);
            } else {
                replace(texts);
            }
        }
        putIn(inside, wanted, hasMembers);
        return parser.currentToken() == JsonToken.END_OBJECT && parser.nextToken() == null;
    }

    /** The object that the parser stands on, with these members in place of its own of the same names. */
    private void replace(Map<String, String> texts) throws IOException {
        int start = start();
        boolean isObject = parser.hasToken(JsonToken.START_OBJECT);
        skip();
        byte[] object = isObject ? Arrays.copyOfRange(json, start, offsetAfter()) : EMPTY_OBJECT;
        patches.replace(start, offsetAfter(), JsonSplice.with(object, texts));
    }

    private void putIn(int at, Map<String, Map<String, String>> absent, boolean hasMembers) {
        StringBuilder text = new StringBuilder();
        for (Map.Entry<String, Map<String, String>> member : absent.entrySet()) {
            text.append(text.isEmpty() ? "\"" : ",\"").append(member.getKey()).append("\":");
            text.append(new String(JsonSplice.with(EMPTY_OBJECT, member.getValue()), StandardCharsets.UTF_8));
        }
        if (!text.isEmpty()) {
            text.append(hasMembers ? "," : "");
            patches.replace(at, at, text.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Reads the value that the parser stands on, a member of this level's object or an element of its array. */
    private void value(@Nullable String name, Level level) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            object(new Level(level));
        } else if (token == JsonToken.START_ARRAY && URLS.equals(name)) {
            urls(level);
        } else if (token == JsonToken.START_ARRAY) {
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                value(null, level);
            }
        } else if (name != null && token != JsonToken.VALUE_NULL && (name.equals(TYPE) || DETAILS.contains(name))) {
            level.texts.put(name, parser.getText());
        }
    }

    private void object(Level level) throws IOException {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            value(name, level);
        }
        if (!level.urls.isEmpty() && level.texts.containsKey(TYPE)) {
            withUrls.add(level);
        }
    }

    private void urls(Level level) throws IOException {
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.hasToken(JsonToken.VALUE_STRING)) {
                int start = start();
                String url = parser.getText();
                level.urls.add(new Place(start, offsetAfter(), url));
            } else {
                parser.skipChildren();
            }
        }
    }

    private byte[] rewritten(Function<VendorUrl, @Nullable String> ownUrl) {
        for (Level level : withUrls) {
            Map<String, String> details = level.details();
            String action = String.valueOf(level.texts.get(TYPE));
            for (Place place : level.urls) {
                String own = ownUrl.apply(new VendorUrl(place.url, action, details));
                if (own != null) {
                    StringBuilder quoted = new StringBuilder(own.length() + 2);
                    JsonText.quote(quoted, own);
                    patches.replace(place.start, place.end, quoted.toString().getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return patches.applied();
    }

    /** Goes to the end of the value; a text is only read when somebody asks for it. */
    private void skip() throws IOException {
        if (parser.hasToken(JsonToken.VALUE_STRING)) {
            parser.getTextLength();
        } else {
            parser.skipChildren();
        }
    }

    private int start() {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    private int offsetAfter() {
        return (int) parser.currentLocation().getByteOffset();
    }

    private static boolean isUtf8(byte[] json) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /** A URL as the vendor wrote it, with the type of the engagement that it reports and what it is of. */
    record VendorUrl(String url, String action, Map<String, String> details) {}

    private record Place(int start, int end, String url) {}

    /** An object of the answer, as far as it says what its URLs are about. */
    private static final class Level {

        private final @Nullable Level outer;
        private final Map<String, String> texts = new HashMap<>(4);
        private final List<Place> urls = new ArrayList<>(0);

        Level(@Nullable Level outer) {
            this.outer = outer;
        }

        /** What it says, and what the objects around it say; the nearest counts. */
        Map<String, String> details() {
            Map<String, String> details = new HashMap<>();
            for (Level level = this; level != null; level = level.outer) {
                for (Map.Entry<String, String> text : level.texts.entrySet()) {
                    if (!text.getKey().equals(TYPE)) {
                        details.putIfAbsent(text.getKey(), text.getValue());
                    }
                }
            }
            return details;
        }
    }
}
