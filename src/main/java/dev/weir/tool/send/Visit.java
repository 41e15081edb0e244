package dev.weir.tool.send;

/**
 * What differs from one request of a type to the next.
 *
 * @param key whose event it is, as {@link Vendor#keyForm} has it
 * @param device the device id
 * @param session the session id
 * @param order a number that no other request had
 */
public record Visit(String key, String device, String session, String order) {

    String publicKey() {
        int colon = key.indexOf(':');
        return colon < 0 ? key : key.substring(0, colon);
    }

    /** Nothing where the key has no secret part. */
    String secret() {
        return key.substring(key.indexOf(':') + 1);
    }
}
