package dev.weir.relay.sink.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server in {@code node:http2}, which shares no code with our client: {@code src/test/resources/http2/peer.mjs}. */
final class NodePeer implements Closeable {

    private final Process process;
    private final BufferedReader lines;
    private final URI uri;
    private final Thread reader;
    private final List<Arrival> arrivals = new CopyOnWriteArrayList<>();

    private NodePeer(String fault) throws IOException {
        process = new ProcessBuilder("node", "src/test/resources/http2/peer.mjs", fault)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        lines = process.inputReader();
        uri = URI.create("http://127.0.0.1:" + lines.readLine());
        reader = new Thread(this::read, "node-peer");
        reader.setDaemon(true);
        reader.start();
    }

    /** Whether there is a {@code node} on the path. */
    static boolean isThere() {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(dir -> Files.isExecutable(Path.of(dir, "node")));
    }

    static NodePeer start(String fault) throws IOException {
        return new NodePeer(fault);
    }

    URI uri() {
        return uri;
    }

    /** What has come, in its order. Complete after {@link #stop}. */
    List<Arrival> arrivals() {
        return new ArrayList<>(arrivals);
    }

    /** To destroy it would lose what it has printed and nobody read. */
    void stop() throws IOException, InterruptedException {
        process.getOutputStream().close();
        process.waitFor();
        reader.join();
    }

    @Override
    public void close() {
        process.destroy();
    }

    private void read() {
        try {
            String line;
            while ((line = lines.readLine()) != null) {
                arrivals.add(arrival(line));
            }
        } catch (IOException ended) {
            // It has been closed.
        }
    }

    private static Arrival arrival(String line) throws IOException {
        String key = "";
        String body = "";
        try (JsonParser json = new JsonFactory().createParser(line)) {
            while (json.nextToken() != JsonToken.END_OBJECT) {
                if (json.currentToken() == JsonToken.VALUE_STRING) {
                    if (json.currentName().equals("key")) {
                        key = json.getText();
                    } else {
                        body = json.getText();
                    }
                }
            }
        }
        return new Arrival(key, body);
    }
}
