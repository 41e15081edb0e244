package dev.weir.relay.deadletter;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What people ask for and was not heeded yet. Confined to one thread. */
final class RequestInbox {

    private static final Logger LOG = LoggerFactory.getLogger(RequestInbox.class);

    private final LetterFolder folder;
    /** Files that cannot be read, as they were last seen: of those that are there, which are few. */
    private final Set<Path> unreadable = new HashSet<>();

    RequestInbox(LetterFolder folder) {
        this.folder = folder;
    }

    /** All that is asked for, as if in one request. */
    Mail read() throws IOException {
        List<Path> waiting = folder.requests();
        unreadable.retainAll(waiting);
        Mail mail = new Mail(LetterRequest.empty(), new ArrayList<>());
        for (Path file : waiting) {
            if (!unreadable.contains(file)) {
                read(file, mail);
            }
        }
        return mail;
    }

    private void read(Path file, Mail mail) {
        try {
            mail.request.addAll(LetterRequest.read(file));
            mail.files.add(file);
        } catch (NoSuchFileException gone) {
            // By somebody's hand.
        } catch (IOException | IllegalArgumentException wrong) {
            unreadable.add(file);
            LOG.error("sink={} request={} is not heeded: {}", folder.sink(), file.getFileName(), wrong.getMessage());
        }
    }

    /** Requests, and the files that they stand in. */
    record Mail(LetterRequest request, List<Path> files) {}
}
