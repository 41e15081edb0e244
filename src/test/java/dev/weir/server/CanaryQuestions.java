package dev.weir.server;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Asks the private port for everything it has, with canaries in every position there is. */
final class CanaryQuestions {

    private static final Pattern PATH = Pattern.compile("\"(/(?:api|health|metrics|openapi)[^\"\\s?]*)\"");
    private static final String PUBLIC_PATH = "/api/serverside";

    private final Web admin;

    CanaryQuestions(Web admin) {
        this.admin = admin;
    }

    /** Every path of the private port, with placeholders, as the sources have them: one that is new is among them. */
    static Set<String> paths() throws IOException {
        Set<String> paths = new TreeSet<>();
        for (String folder : List.of("admin", "server")) {
            try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java", "dev", "weir", folder))) {
                for (Path source : sources.filter(CanaryQuestions::hasEndpoints).toList()) {
                    Matcher path = PATH.matcher(Files.readString(source));
                    while (path.find()) {
                        paths.add(path.group(1));
                    }
                }
            }
        }
        paths.removeIf(path -> path.endsWith("/") || path.equals(PUBLIC_PATH));
        return paths;
    }

    private static boolean hasEndpoints(Path source) {
        return source.getFileName().toString().matches(".*Endpoints?\\.java|AdminServer\\.java");
    }

    /** Hands over all answers but streams. */
    void ask(BiConsumer<String, HttpResponse<String>> receiver) throws Exception {
        for (String path : paths()) {
            for (String filled : List.of(
                    path.replaceAll("\\{\\w+}", "shop"),
                    path.replaceAll("\\{\\w+}", "personaclick"),
                    path.replaceAll("\\{\\w+}", Canary.EMAIL.segment()),
                    path.replaceAll("\\{\\w+}", Canary.SHOP_SECRET.segment()),
                    path.replaceAll("\\{\\w+}", "shop") + "/" + Canary.NAME.segment())) {
                ask(filled, receiver);
            }
        }
        // Of nobody, for else what is looked for would be gone.
        receive(
                "erase",
                "POST",
                "/api/erase",
                "{\"section\":\"shop\",\"did\":\"" + Canary.COOKIE.text() + "\"}",
                true,
                receiver);
    }

    private void ask(String path, BiConsumer<String, HttpResponse<String>> receiver) throws Exception {
        String query = "?token=" + Canary.OPERATE_TOKEN.encoded() + "&email=" + Canary.EMAIL.encoded() + "&limit="
                + Canary.WRONG_TOKEN.encoded();
        for (String method : List.of("GET", "POST", "PUT")) {
            for (String body : bodies()) {
                receive("wrong token", method, path + query, body, false, receiver);
                // The end of it all is asked for elsewhere.
                if (!path.startsWith("/api/drain")) {
                    receive("query", method, path + query, body, true, receiver);
                    receive("body", method, path, body, true, receiver);
                }
            }
        }
    }

    private static List<String> bodies() {
        List<String> bodies = new ArrayList<>();
        bodies.add("{\"email\":\"" + Canary.EMAIL.text() + "\",\"token\":\"" + Canary.OPERATE_TOKEN.text() + "\"}");
        bodies.add("{\"section\":\"shop\",\"email\":\"" + Canary.EMAIL.text() + "\",\"email-sha256\":\""
                + Canary.EMAIL.text() + "\"}");
        bodies.add("{\"section\":\"shop\",\"phone-sha256\":\"" + Canary.PHONE.text() + "\"}");
        bodies.add("{\"section\":\"" + Canary.NAME.text() + "\",\"did\":\"" + Canary.PHONE.text() + "\"}");
        bodies.add("{\"from\":\"" + Canary.STREET.text() + "\",\"to\":\"" + Canary.SHOP_SECRET.text() + "\"}");
        bodies.add("{\"refill\":\"" + Canary.PHONE.text() + "\",\"mode\":\"" + Canary.SEARCH.text() + "\"}");
        bodies.add("{\"refill\":1,\"capacity\":1,\"mode\":\"" + Canary.SHOP_SECRET.text() + "\"}");
        bodies.add("{\"seqs\":[\"" + Canary.EMAIL.text() + "\"],\"all\":\"" + Canary.SHOP_SECRET.text() + "\"}");
        bodies.add("{\"" + Canary.EMAIL.text() + "\":{\"a\":\"" + Canary.SHOP_SECRET.text() + "\"}}");
        bodies.add("{\"from\":\"" + Canary.EMAIL.half());
        bodies.add("[\"" + Canary.SHOP_SECRET.text() + "\"]");
        bodies.add(Canary.EMAIL.text().repeat((70 << 10) / Canary.EMAIL.text().length()));
        return bodies;
    }

    private void receive(
            String what,
            String method,
            String target,
            String body,
            boolean isRight,
            BiConsumer<String, HttpResponse<String>> receiver)
            throws Exception {
        Canary token = isRight ? Canary.OPERATE_TOKEN : Canary.WRONG_TOKEN;
        boolean isStream = isRight && method.equals("GET") && target.matches("/api/live(\\?.*)?");
        if (isStream && !target.contains("?")) {
            return;
        }
        String[] headers = {
            "Authorization", "Bearer " + token.text(),
            "Cookie", "token=" + token.text() + "; session=" + Canary.COOKIE.text(),
            "X-Token", token.text(),
            "Referer", "http://127.0.0.1/?token=" + token.text(),
            "User-Agent", Canary.NAME.text()
        };
        HttpResponse<String> answer = admin.send(method, target, body, headers);
        receiver.accept(method + " " + target + " " + what, answer);
    }
}
