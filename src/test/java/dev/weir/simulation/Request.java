package dev.weir.simulation;

import dev.weir.dialect.Route;
import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.Envelope;
import dev.weir.event.Rejection;
import dev.weir.event.Section;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What a client sends once: its number goes along in the query, so that it is known again wherever it turns up.
 *
 * @param flaw why it is refused if nothing else comes before, or null when nothing is wrong with it
 */
record Request(
        long number, Route route, Beacon beacon, @Nullable Rejection flaw) {

    private static final String NUMBER = "number=";
    private static final int DEVICES = 4;

    /** A request of any kind, right or wrong. */
    static Request random(long number, Random random) {
        return random.nextInt(5) == 0 ? flawed(number, random) : sound(number, random);
    }

    /** A request for that event of a device of its own choosing. */
    static Request sound(long number, Random random) {
        Section section = Shops.ALL.get(random.nextInt(Shops.ALL.size()));
        String who = "\"shop_id\":\"" + section.name() + "-key\"" + device(random);
        return switch (random.nextInt(9)) {
            case 0 ->
                post(number, "/push", who + event("view", items(random)) + ",\"shop_secret\":\"" + Shops.SECRET + '"');
            case 1 -> post(number, "/push", who + event("cart", items(random)));
            case 2 -> post(number, "/push", who + event("cart", ",\"full_cart\":true" + items(random)));
            case 3 -> post(number, "/push", who + event("wish", ",\"full_wish\":true,\"items\":[]"));
            case 4 ->
                post(number, "/push", who + event("purchase", items(random) + ",\"order_id\":\"o" + number + '"'));
            case 5 -> post(number, "/track/opened", who + ",\"type\":\"web_push\",\"code\":\"c1\"");
            case 6 -> post(number, "/push/custom", who + event("asked", padding(random)));
            case 7 ->
                new Request(
                        number,
                        new Route("GET", "/init"),
                        Beacon.withoutBody("GET", "/init", NUMBER + number + "&shop_id=" + section.name() + "-key"),
                        null);
            default -> post(number, "/push", who + event("view", items(random) + padding(random)));
        };
    }

    /** The query that bears a number. */
    static String query(long number) {
        return NUMBER + number;
    }

    /** The number of the request that an envelope came from. */
    static long numberOf(Envelope envelope) {
        String query = envelope.beacon().query();
        int end = query.indexOf('&');
        return Long.parseLong(query.substring(NUMBER.length(), end < 0 ? query.length() : end));
    }

    private static Request flawed(long number, Random random) {
        String who = "\"shop_id\":\"both-key\"" + device(random);
        return switch (random.nextInt(7)) {
            case 0 -> flawed(number, Rejection.MALFORMED_JSON, who + ",\"event\":");
            case 1 -> flawed(number, Rejection.UNKNOWN_EVENT, who + event("dance", items(random)));
            case 2 -> flawed(number, Rejection.MISSING_SECTION, "\"did\":\"d1\"" + event("view", items(random)));
            case 3 ->
                flawed(
                        number,
                        Rejection.UNKNOWN_SECTION,
                        "\"shop_id\":\"0123456789abcdef0123456789abcd\"" + event("view", items(random)));
            case 4 ->
                flawed(
                        number,
                        Rejection.WRONG_SECRET,
                        who + event("view", items(random)) + ",\"shop_secret\":\"sesame\"");
            case 5 -> flawed(number, Rejection.MISSING_PARAMETER, who + event("view", ""));
            default ->
                flawed(number, Rejection.DUPLICATE_KEY, who + event("view", items(random)) + ",\"event\":\"cart\"");
        };
    }

    private static Request flawed(long number, Rejection flaw, String members) {
        Request request = post(number, "/push", members);
        return new Request(number, request.route, request.beacon, flaw);
    }

    private static Request post(long number, String path, String members) {
        byte[] body = ('{' + members + '}').getBytes(StandardCharsets.UTF_8);
        Beacon beacon = new Beacon("POST", path, query(number), BodyKind.JSON, body);
        return new Request(number, new Route("POST", path), beacon, null);
    }

    private static String event(String name, String more) {
        return ",\"event\":\"" + name + '"' + more;
    }

    private static String items(Random random) {
        return ",\"items\":[{\"id\":\"p" + random.nextInt(100) + "\"}]";
    }

    private static String device(Random random) {
        int device = random.nextInt(DEVICES + 1);
        return device == DEVICES ? "" : ",\"did\":\"device-" + device + '"';
    }

    /** Now and then so much that journal files fill up. */
    private static String padding(Random random) {
        return random.nextInt(3) == 0 ? ",\"note\":\"" + "x".repeat(7000) + '"' : "";
    }
}
