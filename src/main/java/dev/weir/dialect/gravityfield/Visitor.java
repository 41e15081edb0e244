package dev.weir.dialect.gravityfield;

import dev.weir.dialect.Claim;
import dev.weir.dialect.Claim.DeviceNeed;
import dev.weir.dialect.Claim.IdForm;
import dev.weir.dialect.Ids;
import dev.weir.dialect.gravityfield.Endpoint.Api;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who a request comes from, and by which words it says so: the answer, and what the vendor gets, use the same. The
 * vendor's ids are {@code uid} and {@code ses} in V2, {@code slid} and {@code sl} in V1. A shop's own are {@code custom}
 * in V2; in V1 {@code id} of the user and {@code custom} of the session. The vendor's count first.
 *
 * @param idWord what the device id is called in {@code user}
 * @param slidServer the second of V1's two ids of the vendor's, or null
 * @param sessionWord what the session id is called in {@code user} (V2) or {@code session} (V1)
 * @param ownId the shop's own name of the visitor, or null
 */
record Visitor(
        Api api,
        String idWord,
        @Nullable String id,
        @Nullable String slidServer,
        String sessionWord,
        @Nullable String session,
        @Nullable String ownId) {

    static final String CUSTOM = "custom";

    /** From the members of {@code user} and {@code session}. */
    static Visitor of(Api api, Map<String, String> user, Map<String, String> session) {
        return api == Api.V2 ? v2(user) : v1(user, session);
    }

    private static Visitor v2(Map<String, String> user) {
        String own = user.get(CUSTOM);
        String word = user.containsKey("uid") || own == null ? "uid" : CUSTOM;
        return new Visitor(Api.V2, word, user.get(word), null, "ses", user.get("ses"), own);
    }

    private static Visitor v1(Map<String, String> user, Map<String, String> session) {
        String own = user.get("id");
        String slidServer = user.get("slid_server");
        String word =
                user.containsKey("slid") ? "slid" : slidServer != null ? "slid_server" : own != null ? "id" : "slid";
        String sessionWord = session.containsKey("sl") || !session.containsKey(CUSTOM) ? "sl" : CUSTOM;
        return new Visitor(Api.V1, word, user.get(word), slidServer, sessionWord, session.get(sessionWord), own);
    }

    Claim claim() {
        return new Claim(id, session, DeviceNeed.ASSIGN, IdForm.HEX_AND_UUID);
    }

    /**
     * What a request's {@code user} says of ids.
     *
     * @param deviceId as the vendor is told of it; null where it is as the client named it
     */
    Map<String, String> idWords(@Nullable String deviceId) {
        Map<String, String> words = new LinkedHashMap<>();
        put(words, idWord, deviceId == null ? id : deviceId);
        if (api == Api.V1) {
            put(words, "slid_server", slidServer);
        }
        put(words, api == Api.V1 ? "id" : CUSTOM, ownId);
        return words;
    }

    /** What an answer's {@code user} says: in V1 the words of both APIs, so that a reader of either finds its own. */
    Map<String, String> userWords(Ids ids) {
        String device = present(ids.deviceId());
        Map<String, String> words = new LinkedHashMap<>();
        if (idWord.equals(CUSTOM)) {
            words.put(CUSTOM, device);
        } else {
            words.put("uid", device);
        }
        words.put("ses", present(ids.sessionId()));
        if (api == Api.V1) {
            if (idWord.equals("id")) {
                words.put("id", device);
            } else {
                words.put("slid", device);
                words.put("slid_server", slidServer == null ? device : slidServer);
            }
        }
        return words;
    }

    /** What an answer's {@code session} says; nothing in V2, which has none. */
    Map<String, String> sessionWords(Ids ids) {
        return api == Api.V2 ? Map.of() : Map.of(sessionWord, present(ids.sessionId()));
    }

    private static void put(Map<String, String> words, String word, @Nullable String id) {
        if (id != null) {
            words.putIfAbsent(word, id);
        }
    }

    private static String present(@Nullable String id) {
        if (id == null) {
            throw new IllegalStateException("an answer names a device and a session, or is none");
        }
        return id;
    }
}
