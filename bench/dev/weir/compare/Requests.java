package dev.weir.compare;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * What is sent: a product view of PersonaClick's as a browser sends it, of one of many visitors by chance. Made once, so that
 * sending costs as little as it can. Confined to one thread.
 */
public final class Requests {

    /** What the bare servers answer: what Weir does. */
    static final String ANSWER = "{\"status\":\"success\"}";
    /** As in {@code bench/compare.d/weir.yaml}. */
    static final String SHOP = "0d42fd8b713d0752776ca589cc0056";

    private final SplittableRandom random = new SplittableRandom(42);
    private final byte[][] bodies;
    private final ByteBuffer[] http1;
    private final Map<String, String> headers;
    private final Shape shape;

    public Requests(Shape shape, String authority) {
        this(shape, authority, Crowd.OF_ONE_SHOP);
    }

    Requests(Shape shape, String authority, Crowd crowd) {
        this.shape = shape;
        this.headers = headers(authority);
        this.bodies = new byte[crowd.visitors()][];
        this.http1 = new ByteBuffer[crowd.visitors()];
        for (int visitor = 0; visitor < crowd.visitors(); visitor++) {
            String did = String.format(Locale.ROOT, "vis%07d", visitor);
            String shop = crowd.shops().get(visitor % crowd.shops().size());
            bodies[visitor] = body(shop, did).getBytes(StandardCharsets.US_ASCII);
            byte[] request = (shape == Shape.PUSH ? push(bodies[visitor].length) : pixel(did, authority))
                    .getBytes(StandardCharsets.US_ASCII);
            byte[] body = shape == Shape.PUSH ? bodies[visitor] : new byte[0];
            http1[visitor] = ByteBuffer.allocateDirect(request.length + body.length)
                    .put(request)
                    .put(body);
        }
    }

    /** A whole request, to be written and given back. */
    public ByteBuffer next() {
        return http1[random.nextInt(http1.length)].clear();
    }

    /** All of one length. */
    public byte[] nextBody() {
        return bodies[random.nextInt(bodies.length)];
    }

    /** Of a request over HTTP/2, without the pseudo ones. */
    public Map<String, String> headers() {
        Map<String, String> all = new LinkedHashMap<>(headers);
        all.remove("host");
        all.remove("connection");
        all.put("content-length", Integer.toString(bodies[0].length));
        return all;
    }

    Shape shape() {
        return shape;
    }

    private String push(int length) {
        return "POST /push HTTP/1.1\r\n" + lines() + "content-length: " + length + "\r\n\r\n";
    }

    private String pixel(String did, String authority) {
        return "GET /p.gif?event=view&shop_id=" + SHOP + "&did=" + did
                + "&seance=R5eQXkrKCf&sid=R5eQXkrKCf&stream=web&items=100500"
                + "&referer=https%3A%2F%2Fshop.example%2Fproduct%2F100500"
                + "&recommended_by=dynamic&recommended_code=3d045e1b39c321ff695604587597231c HTTP/1.1\r\n"
                + lines().replace("content-type: application/json\r\n", "") + "\r\n";
    }

    private String lines() {
        StringBuilder lines = new StringBuilder();
        headers.forEach(
                (name, value) -> lines.append(name).append(": ").append(value).append("\r\n"));
        return lines.toString();
    }

    private static String body(String shop, String did) {
        return "{\"event\":\"view\",\"shop_id\":\"" + shop + "\",\"did\":\"" + did
                + "\",\"seance\":\"R5eQXkrKCf\",\"sid\":\"R5eQXkrKCf\",\"stream\":\"web\",\"segment\":\"A\","
                + "\"referer\":\"https://shop.example/product/100500\",\"items\":[{\"id\":\"100500\"}],"
                + "\"recommended_by\":\"dynamic\",\"recommended_code\":\"3d045e1b39c321ff695604587597231c\"}";
    }

    private static Map<String, String> headers(String authority) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("host", authority);
        headers.put("connection", "keep-alive");
        headers.put("sec-ch-ua", "\"Chromium\";v=\"142\", \"Google Chrome\";v=\"142\", \"Not_A Brand\";v=\"99\"");
        headers.put("sec-ch-ua-mobile", "?0");
        headers.put("sec-ch-ua-platform", "\"Windows\"");
        headers.put(
                "user-agent",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36");
        headers.put("accept", "*/*");
        headers.put("origin", "https://shop.example");
        headers.put("sec-fetch-site", "same-site");
        headers.put("sec-fetch-mode", "cors");
        headers.put("sec-fetch-dest", "empty");
        headers.put("referer", "https://shop.example/");
        headers.put("accept-encoding", "gzip, deflate, br, zstd");
        headers.put("accept-language", "en-GB,en;q=0.9");
        headers.put("content-type", "application/json");
        return headers;
    }

    /** What a server of its kind is asked. */
    public enum Shape {
        PUSH,
        PIXEL
    }
}
