package dev.weir.dialect;

import dev.weir.event.Item;
import dev.weir.event.RejectedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client waits for beside the promise, and how the answer to it reads in this dialect. */
public sealed interface Inquiry {

    /** The device's cart, from the section's own state. */
    non-sealed interface OfCart extends Inquiry {

        /**
         * The answer that lists the cart.
         *
         * @param items in the order in which they were put in; quantities are never null
         */
        Answer answer(List<Item> items);
    }

    /** How often a product was looked at, put into a cart and bought, from the section's own state. */
    non-sealed interface OfCounts extends Inquiry {

        String itemId();

        Answer answer(Counts lastQuarterHour, Counts lastDay);

        record Counts(long views, long carts, long purchases) {
            public static final Counts NONE = new Counts(0, 0, 0);
        }
    }

    /** Content that only the vendor's server has. */
    non-sealed interface OfVendor extends Inquiry {

        /** The route, as in {@link Dialect#routes()}: its deadline's name in the config, and the metric tag. */
        String routePath();

        /** The request for the vendor, secrets put back. */
        Outbound request();

        /**
         * Whether the vendor learns this call's events from the request, so that they need no delivery once it has
         * answered 2xx.
         */
        boolean carriesEvents();

        /** Whether the same request of another client would get the same answer at this moment: a GET. */
        boolean isShareable();

        /** What the answer may be kept under for {@link #CACHE_SECONDS}, or null where it may not be kept. No secrets. */
        @Nullable
        String cacheKey();

        /** What the client gets; the fallback where the vendor's answer is of no use. */
        Reception receive(VendorAnswer answer);

        /**
         * What the client gets when the vendor gives no answer in time, or the section has no upstream for this dialect.
         *
         * @throws RejectedException where there is no content to fall back on
         */
        Answer fallback(Absence why) throws RejectedException;

        /** An event that tells the vendor of the fallback, or null where the vendor's API has none. */
        Part.@Nullable Meant fallbackEvent(Absence why);
    }

    /** For how long the vendor's documents let an answer be kept (personaclick-api, Categories caching). */
    int CACHE_SECONDS = 60;

    /**
     * What a vendor's server answered.
     *
     * @param contentType as answered, or null
     * @param location where a redirect points, or null
     */
    record VendorAnswer(
            int status,
            @Nullable String contentType,
            @Nullable String location,
            byte[] body) {

        public boolean isSuccess() {
            return status >= 200 && status < 300;
        }
    }

    /**
     * What became of a vendor's answer.
     *
     * @param answer what the client gets
     * @param absence why it is the fallback, or null when it is the vendor's
     */
    record Reception(Answer answer, @Nullable Absence absence) {}

    /** Why there is no answer of the vendor's. The label is the metric tag. */
    enum Absence {
        NO_UPSTREAM("no-upstream"),
        TIMEOUT("timeout"),
        UNREACHABLE("unreachable"),
        BROKEN_OFF("broken-off"),
        TOO_LARGE("too-large"),
        BUSY("busy"),
        STATUS("status"),
        MEANINGLESS("meaningless");

        private final String label;

        Absence(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
