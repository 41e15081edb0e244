package dev.weir.compare;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Selector;

/** A keep-alive connection of HTTP/1.1 with one request under way at most, as browsers and proxies use it. */
final class Http1Line extends Line {

    private static final int END_OF_LINE_TWICE = 0x0D0A0D0A;
    private static final int CR_LF = 2;
    private static final int AT_LEAST = "HTTP/1.1 200 OK\r\n\r\n".length();
    private static final byte[] LENGTH = {'c', 'o', 'n', 't', 'e', 'n', 't', '-', 'l', 'e', 'n', 'g', 't', 'h', ':'};
    private static final int LOWER_CASE = 0x20;

    private final Requests requests;
    private long due;

    Http1Line(InetSocketAddress server, Selector selector, Requests requests) throws IOException {
        super(server, selector);
        this.requests = requests;
    }

    @Override
    int slots() {
        return 1;
    }

    @Override
    void send(long dueNanos) throws IOException {
        due = dueNanos;
        write(requests.next());
    }

    @Override
    void flush() {}

    @Override
    void parse(ByteBuffer read, Answers answers) {
        int head = endOfHead(read);
        if (head < 0 || read.limit() < head + contentLength(read, head)) {
            return;
        }
        int start = read.position();
        int status = 100 * (read.get(start + 9) - '0') + 10 * (read.get(start + 10) - '0') + read.get(start + 11) - '0';
        read.position(head + contentLength(read, head));
        answers.onAnswer(this, status, due);
    }

    private static int endOfHead(ByteBuffer read) {
        for (int at = read.position() + AT_LEAST; at <= read.limit(); at++) {
            if (read.get(at - 1) == '\n' && read.getInt(at - 4) == END_OF_LINE_TWICE) {
                return at;
            }
        }
        return -1;
    }

    private static int contentLength(ByteBuffer read, int head) {
        for (int at = read.position() + AT_LEAST - CR_LF; at < head; at++) {
            if (read.get(at - 1) == '\n' && (read.get(at) | LOWER_CASE) == 'c' && isLength(read, at)) {
                return number(read, at + LENGTH.length);
            }
        }
        return 0;
    }

    private static boolean isLength(ByteBuffer read, int at) {
        for (int i = 0; i < LENGTH.length; i++) {
            if ((read.get(at + i) | LOWER_CASE) != LENGTH[i]) {
                return false;
            }
        }
        return true;
    }

    private static int number(ByteBuffer read, int from) {
        int at = from;
        while (read.get(at) == ' ') {
            at++;
        }
        int number = 0;
        while (read.get(at) >= '0' && read.get(at) <= '9') {
            number = 10 * number + read.get(at) - '0';
            at++;
        }
        return number;
    }
}
