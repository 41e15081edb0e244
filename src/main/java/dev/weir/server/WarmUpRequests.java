package dev.weir.server;

import dev.weir.dialect.gravityfield.GravityField;
import dev.weir.dialect.pagent.Pagent;
import dev.weir.dialect.personaclick.PersonaClick;
import dev.weir.dialect.pureclarity.PureClarity;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the warm-up's own section is sent: the most frequent calls of each dialect. */
final class WarmUpRequests {

    private static final String SHOP = "\"shop_id\":\"warm-up\",\"did\":\"7rjVGhMykT\",\"seance\":\"R5eQXkrKCf\","
            + "\"sid\":\"R5eQXkrKCf\",\"stream\":\"web\",\"referer\":\"https://shop.example/product/1\"}";

    private WarmUpRequests() {}

    static List<byte[]> of(String dialect) {
        return switch (dialect) {
            case PersonaClick.LABEL ->
                List.of(
                        post("/push", "", "{\"event\":\"view\",\"items\":[{\"id\":\"1\"}]," + SHOP),
                        post("/push", "", "{\"event\":\"view\",\"items\":[{\"id\":\"2\",\"price\":10}]," + SHOP),
                        post(
                                "/push",
                                "",
                                "{\"event\":\"cart\",\"full_cart\":true,\"items\":[{\"id\":\"1\",\"amount\":3},{\"id\":\"2\",\"amount\":1}],"
                                        + SHOP),
                        get("/init?shop_id=warm-up&did=7rjVGhMykT&seance=R5eQXkrKCf"));
            case PureClarity.LABEL ->
                List.of(
                        post(
                                "/api/serverside",
                                "",
                                "{\"appId\":\"warm-up\",\"secretKey\":\"warm-up\",\"events\":[{\"name\":\"page_view\",\"data\":"
                                        + "{\"page_type\":\"product_page\"}},{\"name\":\"product_view\",\"data\":{\"id\":\"2041\"}}]}"));
            case GravityField.LABEL ->
                List.of(
                        post(
                                "/v2/visit",
                                "warm-up-gravityfield",
                                "{\"type\":\"screenview\",\"user\":{\"uid\":\"0123456789abcdef01234567\","
                                        + "\"ses\":\"7f3a9c52-6f0e-4c1c-9b51-2d8a7e64b1c0\"},\"ctx\":{\"type\":\"HOMEPAGE\"}}"));
            case Pagent.LABEL ->
                List.of(post(
                        "/v1/conversions",
                        "warm-up-pagent",
                        "{\"events\":[{\"session_id\":\"s\",\"user_id\":\"u\",\"conversion_id\":\"c\"}]}"));
            default -> List.of();
        };
    }

    private static byte[] post(String path, String key, String body) {
        String authorization = key.isEmpty() ? "" : "Authorization: Bearer " + key + "\r\n";
        return bytes("POST " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\n"
                + "User-Agent: Mozilla/5.0\r\nContent-Type: application/json\r\n" + authorization + "Content-Length: "
                + bytes(body).length + "\r\n\r\n" + body);
    }

    private static byte[] get(String target) {
        return bytes("GET " + target + " HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: Mozilla/5.0\r\n\r\n");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
