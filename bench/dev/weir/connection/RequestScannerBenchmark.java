package dev.weir.connection;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What it costs to read a request by the letter before it is read for what it says. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RequestScannerBenchmark {

    private static final String BODY = "{\"event\":\"view\"}".repeat(20);
    private static final String BROWSER = "POST /push HTTP/1.1\r\nHost: t.shop.example\r\nConnection: keep-alive\r\n"
            + "sec-ch-ua: \"Chromium\";v=\"140\", \"Not=A?Brand\";v=\"24\"\r\nContent-Type: text/plain;charset=UTF-8\r\n"
            + "sec-ch-ua-mobile: ?0\r\nUser-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko)"
            + " Chrome/140.0.0.0 Safari/537.36\r\nsec-ch-ua-platform: \"Linux\"\r\nAccept: */*\r\n"
            + "Origin: https://shop.example\r\nSec-Fetch-Site: same-site\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n"
            + "Referer: https://shop.example/\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n"
            + "Accept-Language: en-GB,en;q=0.9\r\n";

    @Param({"bare", "browser", "chunked"})
    public String kind;

    private final RequestScanner scanner = new RequestScanner();
    private byte[] request = {};

    @Setup
    public void write() {
        String length = "Content-Length: " + BODY.length() + "\r\n\r\n" + BODY;
        String text = switch (kind) {
            case "bare" -> "POST /push HTTP/1.1\r\nHost: weir\r\n" + length;
            case "browser" -> BROWSER + length;
            default ->
                BROWSER + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(BODY.length()) + "\r\n" + BODY
                        + "\r\n0\r\n\r\n";
        };
        request = text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns whether it was whole, and right. */
    @Benchmark
    public boolean read() {
        scanner.reset();
        int at = 0;
        while (at < request.length && scanner.fault() == null && !scanner.isDone()) {
            int skipped = (int) Math.min(scanner.skippable(), request.length - at);
            if (skipped > 0) {
                scanner.skip(skipped);
                at += skipped;
            } else {
                at = scanner.scan(request, at, request.length);
            }
        }
        return scanner.isDone();
    }
}
