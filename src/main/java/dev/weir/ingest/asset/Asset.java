package dev.weir.ingest.asset;

import dev.weir.dialect.Answer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One file in every encoding that there is of it, with the answers that it gives. Safe for many threads. */
public final class Asset {

    private static final String IDENTITY = "identity";
    private static final int NOT_MODIFIED = 304;
    private static final byte[] NO_BODY = {};

    private final List<Variant> variants;
    private final @Nullable Supplier<Answer> live;

    private Asset(List<Variant> variants) {
        this.variants = List.copyOf(variants);
        this.live = null;
    }

    private Asset(Supplier<Answer> live) {
        this.variants = List.of();
        this.live = live;
    }

    /**
     * A file.
     *
     * @param content plain and compressed
     * @param headers what goes with it, whatever its encoding is
     */
    static Asset of(Content content, Map<String, String> headers) {
        List<Variant> variants = new ArrayList<>();
        // In the order in which they are given where a client wants several alike: the shortest first.
        addIfPresent(variants, content, "br", content.brotli(), headers);
        addIfPresent(variants, content, "gzip", content.gzip(), headers);
        addIfPresent(variants, content, IDENTITY, content.plain(), headers);
        return new Asset(variants);
    }

    /** Leads from one path to another. */
    static Asset redirect(String to) {
        Answer moved = new Answer(301, Map.of("location", to, "cache-control", "public, max-age=300"), NO_BODY);
        return new Asset(List.of(new Variant(IDENTITY, "", moved, moved)));
    }

    /** What is another each time, as JSON. */
    static Asset live(Supplier<String> json) {
        return new Asset(() -> Answer.json(200, json.get()));
    }

    /**
     * The answer to GET and HEAD; for the latter without its body.
     *
     * @param acceptEncoding the header, or null
     * @param ifNoneMatch the header, or null
     */
    public Answer answer(@Nullable String acceptEncoding, @Nullable String ifNoneMatch) {
        if (live != null) {
            return live.get();
        }
        Variant chosen = chosen(new AcceptEncoding(acceptEncoding));
        return ifNoneMatch != null && isAmong(chosen.tag(), ifNoneMatch) ? chosen.notModified() : chosen.whole();
    }

    private Variant chosen(AcceptEncoding accepted) {
        Variant best = variants.get(variants.size() - 1);
        int weight = accepted.weight(best.encoding());
        for (Variant variant : variants) {
            int wanted = accepted.weight(variant.encoding());
            if (wanted > 0
                    && (wanted > weight || (wanted == weight && best.encoding().equals(IDENTITY)))) {
                best = variant;
                weight = wanted;
            }
        }
        return best;
    }

    /** Compared weakly (RFC 9110, 13.1.2): a proxy that has compressed anew makes a tag a weak one. */
    private static boolean isAmong(String tag, String header) {
        for (String listed : header.split(",", -1)) {
            String strict = listed.strip();
            if (strict.equals("*") || (!tag.isEmpty() && strict.equals(tag)) || strict.equals("W/" + tag)) {
                return true;
            }
        }
        return false;
    }

    private static void addIfPresent(
            List<Variant> variants,
            Content content,
            String encoding,
            byte @Nullable [] body,
            Map<String, String> headers) {
        if (body == null) {
            return;
        }
        String tag = '"' + content.hash() + (encoding.equals(IDENTITY) ? "" : "-" + encoding) + '"';
        Map<String, String> kept = new HashMap<>(headers);
        kept.put("etag", tag);
        kept.put("vary", "accept-encoding");
        Map<String, String> whole = new HashMap<>(kept);
        whole.put("content-type", content.type());
        if (!encoding.equals(IDENTITY)) {
            whole.put("content-encoding", encoding);
        }
        variants.add(new Variant(
                encoding,
                tag,
                new Answer(200, Map.copyOf(whole), body),
                new Answer(NOT_MODIFIED, Map.copyOf(kept), NO_BODY)));
    }

    private record Variant(String encoding, String tag, Answer whole, Answer notModified) {}
}
