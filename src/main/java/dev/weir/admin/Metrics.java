package dev.weir.admin;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.function.Function;

/**
 * What the process tells of itself in numbers. Books are published and read under one lock, so that no other publication can
 * come in between, and each of them adds up in every scrape. Safe for many threads, of which one scrapes at a time.
 */
public final class Metrics {

    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final PrometheusMeterRegistry registry;
    private final List<Books> books;

    /** @param books nobody else publishes these */
    public Metrics(PrometheusMeterRegistry registry, List<Books> books) {
        this.registry = registry;
        this.books = List.copyOf(books);
    }

    /** Everything that is measured, in the text format of Prometheus. Blocks while another scrape is under way. */
    public synchronized String scrape() {
        books.forEach(Books::publish);
        return registry.scrape(CONTENT_TYPE);
    }

    /** Reads the same numbers another way. Blocks while another scrape is under way. */
    public synchronized <T> T read(Function<MeterRegistry, T> reader) {
        books.forEach(Books::publish);
        return reader.apply(registry);
    }

    /** Meters that must be read at one moment, because a law holds among them. */
    @FunctionalInterface
    public interface Books {
        /** Lets these meters show this moment, until the next call. Does not block. */
        void publish();
    }
}
