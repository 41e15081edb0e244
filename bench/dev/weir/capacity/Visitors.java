package dev.weir.capacity;

import dev.weir.compare.Requests;
import dev.weir.compare.Requests.Shape;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Browsers, each with a connection that it keeps, that send a view as soon as the last one is answered. */
final class Visitors {

    private static final int CONNECTIONS = 16;

    private Visitors() {}

    /** Sends so many in all, and returns what they and their answers had in bytes. */
    static Bytes send(int port, int events) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
        try {
            List<Future<Bytes>> all = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                all.add(threads.submit(() -> sendAlone(port, events / CONNECTIONS)));
            }
            long asked = 0;
            long answered = 0;
            for (Future<Bytes> each : all) {
                asked += each.get().asked();
                answered += each.get().answered();
            }
            return new Bytes(asked, answered);
        } finally {
            threads.shutdownNow();
        }
    }

    private static Bytes sendAlone(int port, int events) throws IOException {
        Requests requests = new Requests(Shape.PUSH, "127.0.0.1:" + port);
        long asked = 0;
        long answered = 0;
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setTcpNoDelay(true);
            InputStream answers = new BufferedInputStream(socket.getInputStream());
            for (int i = 0; i < events; i++) {
                ByteBuffer request = requests.next();
                byte[] bytes = new byte[request.remaining()];
                request.get(bytes);
                socket.getOutputStream().write(bytes);
                asked += bytes.length;
                answered += read(answers);
            }
        }
        return new Bytes(asked, answered);
    }

    /** One answer, and how long it was. */
    private static int read(InputStream answers) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.length() < 4 || !"\r\n\r\n".equals(head.substring(head.length() - 4))) {
            int next = answers.read();
            if (next < 0) {
                throw new IOException("closed after " + head);
            }
            head.append((char) next);
        }
        String text = head.toString();
        if (!text.startsWith("HTTP/1.1 200")) {
            throw new IOException("answered " + text);
        }
        int from = text.indexOf("content-length: ") + "content-length: ".length();
        int length = Integer.parseInt(text, from, text.indexOf('\r', from), 10);
        byte[] body = answers.readNBytes(length);
        return text.getBytes(StandardCharsets.ISO_8859_1).length + body.length;
    }

    /** Of all requests and all answers. */
    record Bytes(long asked, long answered) {}
}
