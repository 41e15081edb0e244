package dev.weir.server;

import dev.weir.server.config.ConfigReader;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** A Weir in the test's own process, on free ports. */
final class LocalWeir implements AutoCloseable {

    private final Running running;
    private final Path data;
    private final Web web;
    private final Web admin;

    private LocalWeir(Running running, Path data) {
        this.running = running;
        this.data = data;
        int port = running.takesEvents() ? running.publicPort() : running.privatePort();
        this.web = new Web(URI.create("http://127.0.0.1:" + port));
        this.admin = new Web(URI.create("http://127.0.0.1:" + running.privatePort()));
    }

    static LocalWeir start(Path data, String config) throws Exception {
        return new LocalWeir(Wiring.start(reader(data).read("weir.yaml", config)), data);
    }

    /** By a wall clock that the test sets. */
    static LocalWeir start(Path data, String config, InstantSource wallClock) throws Exception {
        return new LocalWeir(Wiring.start(reader(data).read("weir.yaml", config), wallClock), data);
    }

    /** Goes by the file as it changes. */
    static LocalWeir watching(Path data, Path config) throws Exception {
        return new LocalWeir(Wiring.start(ConfigFile.Seen.of(new ConfigFile(config, reader(data)))), data);
    }

    /** A part of Weir; one without a public port has the private one for it. */
    static LocalWeir serving(ServeRole role, Path data, Path config) throws Exception {
        return new LocalWeir(Wiring.start(ConfigFile.Seen.of(new ConfigFile(config, reader(data))), role), data);
    }

    private static ConfigReader reader(Path data) {
        return new ConfigReader(
                Map.of("WEIR_PORT", "0", "WEIR_ADMIN_PORT", "0", "WEIR_DATA", data.toString(), "WEIR_WARM_UP", "off"));
    }

    URI uri() {
        return web.server();
    }

    HttpResponse<String> get(String target, String... headers) throws Exception {
        return web.send("GET", target, null, headers);
    }

    HttpResponse<String> post(String target, String json, String... headers) throws Exception {
        return web.post(target, json, headers);
    }

    HttpResponse<String> send(String method, String target, String body, String... headers) throws Exception {
        return web.send(method, target, body, headers);
    }

    ConfigState configState() {
        return running.configState();
    }

    Web web() {
        return web;
    }

    /** The private port. */
    Web admin() {
        return admin;
    }

    URI privateUri() {
        return URI.create("http://127.0.0.1:" + running.privatePort());
    }

    PublicPorts ports() {
        return running.ports();
    }

    Scrape scrape() {
        return Scrape.of(running.metrics().scrape());
    }

    /** Whether a sink owes nothing. */
    boolean isSettled(String sink) {
        return scrape().sum("weir_sink_pending", "sink=\"" + sink + "\"") == 0;
    }

    /** What the file sink has written. */
    List<String> lines() throws Exception {
        return EventLines.in(data.resolve("events"));
    }

    @Override
    public void close() {
        running.drain(Duration.ofSeconds(5));
    }
}
