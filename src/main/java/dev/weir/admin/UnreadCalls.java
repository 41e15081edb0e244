package dev.weir.admin;

import dev.weir.connection.ClosingAnswer;
import dev.weir.connection.Fault;
import dev.weir.connection.Refusals;
import java.util.List;

/** What callers of the private port are told whose request is refused before it is read. Counts nothing. Safe for many threads. */
public final class UnreadCalls implements Refusals {

    @Override
    public ClosingAnswer answer(Fault fault, Unread request) {
        String message = "request refused: " + fault.label() + " (expected: HTTP/1.1 by the letter, in time)";
        return new ClosingAnswer(
                fault.status(),
                List.of(),
                AdminAnswer.error(fault.status(), message).body().getBytes());
    }
}
