package dev.weir.server;

import static dev.weir.server.Canary.ADDRESS;
import static dev.weir.server.Canary.APP_SECRET;
import static dev.weir.server.Canary.APP_WRONG;
import static dev.weir.server.Canary.COOKIE;
import static dev.weir.server.Canary.EMAIL;
import static dev.weir.server.Canary.GRAVITY_KEY;
import static dev.weir.server.Canary.GRAVITY_WRONG;
import static dev.weir.server.Canary.NAME;
import static dev.weir.server.Canary.OPERATE_TOKEN;
import static dev.weir.server.Canary.PAGENT_KEY;
import static dev.weir.server.Canary.PAGENT_WRONG;
import static dev.weir.server.Canary.PHONE;
import static dev.weir.server.Canary.SEARCH;
import static dev.weir.server.Canary.SHOP_SECRET;
import static dev.weir.server.Canary.SHOP_WRONG;
import static dev.weir.server.Canary.STREET;

import dev.weir.dialect.Route;
import java.util.ArrayList;
import java.util.List;

/** Requests to one route of a dialect that hold canaries in every position there is. Immutable. */
final class CanaryCalls {

    /** Beyond the bound of a body. */
    private static final int TOO_LARGE = 20_000;

    /** Beyond the bound of a request line. */
    private static final int TOO_LONG = 9_000;

    private static final String JSON = "application/json";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final String dialect;
    private final Route route;
    private final Canary secret;

    private CanaryCalls(String dialect, Route route, Canary secret) {
        this.dialect = dialect;
        this.route = route;
        this.secret = secret;
    }

    /** With the section's own secret, and with a wrong one. */
    static List<Call> of(String dialect, Route route) {
        List<Call> calls = new ArrayList<>();
        for (Canary secret : secrets(dialect)) {
            new CanaryCalls(dialect, route, secret).addTo(calls);
        }
        return calls;
    }

    static String[] headers(String... more) {
        List<String> headers = new ArrayList<>(List.of(
                "Cookie",
                "session=" + COOKIE.text() + "; shop_secret=" + SHOP_SECRET.text(),
                "Referer",
                "https://shop.example/" + STREET.segment() + "?email=" + EMAIL.encoded() + "&shop_secret="
                        + SHOP_SECRET.encoded() + "&secretKey=" + APP_SECRET.encoded(),
                "User-Agent",
                NAME.text() + " " + PHONE.text(),
                "X-Forwarded-For",
                ADDRESS.text(),
                "X-Api-Key",
                GRAVITY_KEY.text(),
                "X-Auth-Token",
                OPERATE_TOKEN.text(),
                "X-Customer",
                EMAIL.text(),
                "X-Request-Id",
                "r-1",
                "Proxy-Authorization",
                "Basic " + COOKIE.text(),
                "Weir-Verdicts",
                "1"));
        headers.addAll(List.of(more));
        return headers.toArray(new String[0]);
    }

    /** Those of which something is expected. */
    private List<String> members() {
        return switch (dialect) {
            case "personaclick" -> List.of("event", "did", "sid", "items", "type", "time");
            case "pureclarity" -> List.of("appId", "zones", "events", "ip");
            case "gravityfield" -> List.of("user", "ctx", "type", "data", "events");
            default -> List.of("session_data", "user_id", "price", "time");
        };
    }

    private static List<Canary> secrets(String dialect) {
        return switch (dialect) {
            case "personaclick" -> List.of(SHOP_SECRET, SHOP_WRONG);
            case "pureclarity" -> List.of(APP_SECRET, APP_WRONG);
            case "gravityfield" -> List.of(GRAVITY_KEY, GRAVITY_WRONG);
            case "pagent" -> List.of(PAGENT_KEY, PAGENT_WRONG);
            default -> throw new AssertionError("a dialect without canaries: " + dialect);
        };
    }

    private void addTo(List<Call> calls) {
        String path = path("x1");
        addJson(calls, path);
        calls.add(call("query", route.method(), path + "?" + form(), null, JSON));
        calls.add(call("form", route.method(), path, form(), FORM));
        calls.add(call("segment", route.method(), path(EMAIL.segment()) + "?" + identity(), json(""), JSON));
        calls.add(call("one segment more", route.method(), path + "/" + STREET.segment(), json(""), JSON));
        calls.add(call("one segment before", route.method(), "/" + secret.segment() + path, json(""), JSON));
        calls.add(call("wrong method", "PUT".equals(route.method()) ? "PATCH" : "PUT", path, json(""), JSON));
        calls.add(
                call("query too long", route.method(), path + "?" + form() + "&a=" + "a".repeat(TOO_LONG), null, JSON));
        calls.add(call("body and query", route.method(), path + "?" + form(), json(""), JSON));
        calls.add(call("half a percent", route.method(), path, form() + "&name=" + SEARCH.encoded() + "%4", FORM));
        calls.add(call("encoding", route.method(), path, json(""), JSON, "Content-Encoding", EMAIL.text()));
        calls.add(call("origin", route.method(), path, json(""), JSON, "Origin", "https://evil.example"));
        calls.add(call("key", route.method(), path, json(""), JSON, "Idempotency-Key", EMAIL.text()));
    }

    private void addJson(List<Call> calls, String path) {
        String method = route.method();
        calls.add(call("json", method, path, json(""), JSON));
        calls.add(call("json as text", method, path, json(""), "text/plain"));
        calls.add(call("json as a form", method, path, json(""), FORM));
        calls.add(call("form as json", method, path, form(), JSON));
        calls.add(call(
                "unknown members",
                method,
                path,
                json("\"note\":{\"deep\":[" + person() + "]},\"told\":" + person() + ","),
                JSON));
        calls.add(
                call("json in text", method, path, json("\"note\":\"" + person().replace("\"", "\\\"") + "\","), JSON));
        calls.add(call("body too large", method, path, json("\"note\":\"" + "x".repeat(TOO_LARGE) + "\","), JSON));
        calls.add(call("more than one value", method, path, json("") + EMAIL.text(), JSON));
        for (String cut :
                List.of("\"email\":\"" + EMAIL.half(), "\"name\":\"" + NAME.half(), secretName() + secret.half())) {
            calls.add(call("cut json", method, path, json("").replaceFirst("}$", "," + cut), JSON));
        }
        for (String member : members()) {
            calls.add(call("as " + member, method, path, json("\"" + member + "\":\"" + EMAIL.text() + "\","), JSON));
        }
        calls.add(call(
                "an id",
                method,
                path,
                json("\"did\":\"" + PHONE.text() + "\",\"seance\":\"" + NAME.text() + "\","),
                JSON));
    }

    private Call call(String position, String method, String target, String body, String type, String... more) {
        List<String> own = new ArrayList<>(List.of("Content-Type", type, "Authorization", authorization()));
        own.addAll(List.of(more));
        return new Call(
                dialect + " " + route + " " + position + " " + secret,
                method,
                target,
                body,
                headers(own.toArray(new String[0])));
    }

    private String path(String segment) {
        return route.path().replace("*", segment);
    }

    /** Where the secret is no header, one shows what is none of the dialect's. */
    private String authorization() {
        return "Bearer " + (hasKey() ? secret : OPERATE_TOKEN).text();
    }

    private boolean hasKey() {
        return dialect.equals("gravityfield") || dialect.equals("pagent");
    }

    private String secretName() {
        return dialect.equals("pureclarity") ? "\"secretKey\":\"" : "\"shop_secret\":\"";
    }

    private String identity() {
        return "shop_id=shop&did=device0001&appId=app&"
                + (dialect.equals("pureclarity") ? "secretKey=" : "shop_secret=")
                + (hasKey() ? SHOP_SECRET : secret).encoded();
    }

    private String form() {
        return identity() + "&event=search&search_query=" + SEARCH.encoded() + "&category=x&label=" + NAME.encoded()
                + "&email=" + EMAIL.encoded() + "&phone=" + PHONE.encoded() + "&delivery_address=" + STREET.encoded()
                + "&ip=" + ADDRESS.text() + "&unknown=" + NAME.encoded() + "&type=bulk&code=x&item=1";
    }

    /** What the dialect's calls want, with what is private where it belongs, and more in front of it. */
    private String json(String more) {
        return switch (dialect) {
            case "personaclick" ->
                "{" + more + absent(more, "did", "\"did\":\"device0001\",")
                        + absent(more, "event", "\"event\":\"search\",")
                        + absent(more, "search_query", "\"search_query\":\"" + SEARCH.text() + "\",")
                        + "\"shop_id\":\"shop\",\"shop_secret\":\"" + secret.text()
                        + "\",\"category\":\"x\",\"label\":\""
                        + NAME.text() + "\"," + contact() + "}";
            case "pureclarity" ->
                "{" + more + absent(more, "appId", "\"appId\":\"app\",")
                        + absent(more, "zones", "\"zones\":[],")
                        + absent(
                                more,
                                "events",
                                "\"events\":[{\"name\":\"customer_details\",\"data\":{\"userid\":\"u1\"," + contact()
                                        + "}}],")
                        + "\"secretKey\":\"" + secret.text() + "\",\"searchTerm\":\"" + SEARCH.text() + "\"}";
            case "gravityfield" ->
                "{" + more + "\"sec\":\"s\","
                        + absent(more, "user", "\"user\":{\"uid\":null,\"phone\":\"" + PHONE.text() + "\"},")
                        + absent(more, "ctx", "\"ctx\":{\"type\":\"CART\",\"location\":\"" + STREET.text() + "\"},")
                        + absent(more, "type", "\"type\":\"screenview\",")
                        + "\"device\":{\"ip\":\"" + ADDRESS.text() + "\"},\"options\":{\"isImplicitPageview\":true},"
                        + absent(
                                more,
                                "data",
                                "\"data\":[{\"type\":\"search-v1\",\"keywords\":\"" + SEARCH.text()
                                        + "\",\"selector\":\"s1\"," + contact() + "}],")
                        + "\"last\":1}";
            case "pagent" -> conversion(more);
            default -> throw new AssertionError(dialect);
        };
    }

    private String conversion(String more) {
        String one = "{" + more
                + absent(
                        more,
                        "session_data",
                        "\"session_data\":{\"session_id\":\"s\",\"user_id\":\"u\",\"conversion_id\":\"g\"},")
                + "\"session_id\":\"s\",\"user_id\":\"u\",\"conversion_id\":\"g\",\"label\":\"" + SEARCH.text() + "\","
                + contact() + "}";
        boolean isOne = route.path().equals("/v2/conversions");
        return isOne ? one : "[" + one + "]";
    }

    private static String contact() {
        return "\"email\":\"" + EMAIL.text() + "\",\"phone\":\"" + PHONE.text() + "\",\"firstname\":\"" + NAME.text()
                + "\",\"delivery_address\":\"" + STREET.text() + "\",\"ip\":\"" + ADDRESS.text() + "\"";
    }

    /** With a secret by the name that the dialect has for it; under any other name it is what visitors send. */
    private String person() {
        return "{" + (hasKey() ? "" : secretName() + secret.text() + "\",") + contact() + "}";
    }

    /** A member twice would be all that is wrong with it. */
    private static String absent(String more, String name, String member) {
        return more.startsWith("\"" + name + "\":") || more.contains(",\"" + name + "\":") ? "" : member;
    }

    /**
     * One request.
     *
     * @param where what it holds where, for whoever reads of a leak
     * @param body null for none
     * @param headers names and values in turn
     */
    record Call(String where, String method, String target, String body, String[] headers) {

        /** Whether it has them where an id belongs, which the answers of some dialects give back: did of PersonaClick, user of Gravity Field. */
        boolean hasThemAsIds() {
            return where.contains(" an id ") || where.contains(" as did ") || where.contains(" as sid ");
        }
    }
}
