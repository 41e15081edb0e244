package dev.weir.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** To follow a connection that stays costs no bytes. */
final class ScannerAllocationTest {

    private static final int REQUESTS = 50_000;
    /** Below the header of an object. */
    private static final double NOTHING = 1;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final RequestScanner requests = new RequestScanner();
    private final AnswerScanner answers = new AnswerScanner();
    private final DeadlineLine line = new DeadlineLine(10);
    private final DeadlineLine.Place place = new DeadlineLine.Place(() -> {});
    private final byte[] chunked = ("POST /push HTTP/1.1\r\nHost: weir\r\nTransfer-Encoding: chunked\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    private final byte[] request = ("POST /push?a=b HTTP/1.1\r\nHost: weir\r\nUser-Agent: Mozilla/5.0\r\n"
                    + "Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{}")
            .getBytes(StandardCharsets.US_ASCII);
    private final ByteBuf answer = Unpooled.copiedBuffer(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}",
            StandardCharsets.US_ASCII);
    private int done;

    @Test
    void aRequestAndItsAnswerCostNothing() {
        repeat();
        long thread = Thread.currentThread().getId();
        long before = THREADS.getThreadAllocatedBytes(thread);
        repeat();
        double bytes = (double) (THREADS.getThreadAllocatedBytes(thread) - before) / REQUESTS;

        assertThat(done).isEqualTo(6 * REQUESTS);
        assertThat(bytes).isLessThan(NOTHING);
    }

    private void repeat() {
        for (int i = 0; i < REQUESTS; i++) {
            requests.reset();
            line.add(place, i);
            int at = requests.scan(request, 0, request.length);
            requests.skip(request.length - at);
            done += requests.isDone() ? 1 : 0;
            place.leave();
            requests.reset();
            requests.scan(chunked, 0, chunked.length);
            done += requests.isHeadRead() ? 1 : 0;
            answers.begin(requests.isHead());
            answers.scan(answer);
            done += answers.isDone() ? 1 : 0;
        }
    }
}
