package dev.weir.event;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing a visitor did, in our model. Immutable. Numbers that a client sent as text are numbers here; texts are
 * bounded by the dialect's reader (8 KB each). What has no place in the model stays in the {@link Beacon}.
 */
public sealed interface Event {

    EventType type();

    /** Where the visitor stood when it happened; never null, perhaps empty. */
    Context context();

    /** A visitor's client has started, or asks who it is. */
    record SessionStart(Context context) implements Event {
        @Override
        public EventType type() {
            return EventType.SESSION_START;
        }
    }

    /** A product was looked at. */
    record View(Context context, Item item) implements Event {
        @Override
        public EventType type() {
            return EventType.VIEW;
        }
    }

    /** A category was looked at. */
    record Category(Context context, String categoryId) implements Event {
        @Override
        public EventType type() {
            return EventType.CATEGORY;
        }
    }

    /** Something was searched for. {@code results}: the ids that were found, as the client wrote them, or null. */
    record Search(Context context, String query, @Nullable String results) implements Event {
        @Override
        public EventType type() {
            return EventType.SEARCH;
        }
    }

    /** A delta: changes a part of the list. Never merged with another event. */
    record Delta(Context context, ItemList list, boolean added, List<Item> items) implements Event {
        public Delta {
            items = List.copyOf(items);
        }

        @Override
        public EventType type() {
            return switch (list) {
                case CART -> added ? EventType.CART_ADD : EventType.CART_REMOVE;
                case WISH -> added ? EventType.WISH_ADD : EventType.WISH_REMOVE;
            };
        }
    }

    /** A full-sync: the whole list, which overwrites what was there. No items means that the list is empty now. */
    record FullSync(Context context, ItemList list, List<Item> items) implements Event {
        public FullSync {
            items = List.copyOf(items);
        }

        @Override
        public EventType type() {
            return list == ItemList.CART ? EventType.CART_SYNC : EventType.WISH_SYNC;
        }
    }

    /**
     * An order was placed.
     *
     * @param orderId the shop's order number, or null when the vendor is to make one
     * @param total the final value, all discounts in, or null
     * @param details the remaining fields of the order (delivery, payment, promo code, ...), as text
     */
    record Purchase(
            Context context,
            @Nullable String orderId,
            @Nullable BigDecimal total,
            List<Item> items,
            Map<String, String> details)
            implements Event {
        public Purchase {
            items = List.copyOf(items);
            details = Map.copyOf(details);
        }

        @Override
        public EventType type() {
            return EventType.PURCHASE;
        }
    }

    /**
     * Something of the shop's own naming happened.
     *
     * @param properties the shop's own fields, as text; a nested value is its JSON text
     */
    record Custom(
            Context context,
            String name,
            @Nullable String category,
            @Nullable String label,
            @Nullable BigDecimal value,
            Map<String, String> properties)
            implements Event {
        public Custom {
            properties = Map.copyOf(properties);
        }

        @Override
        public EventType type() {
            return EventType.CUSTOM;
        }
    }

    /** A promotion on the page was seen or clicked. */
    record Promotion(Context context, boolean clicked, Map<String, String> details) implements Event {
        public Promotion {
            details = Map.copyOf(details);
        }

        @Override
        public EventType type() {
            return EventType.PROMOTION;
        }
    }

    /** A message sent to the visitor (push, SMS, e-mail) reached a stage of its life. */
    record Message(
            Context context,
            MessageStage stage,
            String code,
            @Nullable String messageType) implements Event {
        @Override
        public EventType type() {
            return EventType.MESSAGE;
        }
    }

    /** A slide of a story was seen or clicked. */
    record Story(
            Context context,
            String action,
            @Nullable String storyId,
            @Nullable String slideId,
            @Nullable String code) implements Event {
        @Override
        public EventType type() {
            return EventType.STORY;
        }
    }

    /** A popup was shown. */
    record Popup(Context context, String popupId) implements Event {
        @Override
        public EventType type() {
            return EventType.POPUP;
        }
    }

    /** A device may be reached by push under this token. */
    record PushToken(
            Context context,
            String platform,
            String token,
            @Nullable String provider) implements Event {
        @Override
        public EventType type() {
            return EventType.PUSH_TOKEN;
        }
    }

    /** What the visitor, or the shop's back office, says of the visitor; values as text, a nested value as its JSON text. */
    record Profile(Context context, Map<String, String> properties) implements Event {
        public Profile {
            properties = Map.copyOf(properties);
        }

        @Override
        public EventType type() {
            return EventType.PROFILE;
        }
    }

    /**
     * A page or screen was looked at.
     *
     * @param pageType what kind of page, in the client's own word, or null
     * @param location its URL or the screen's name, or null
     * @param details what else the client said of it
     */
    record Page(
            Context context,
            @Nullable String pageType,
            @Nullable String location,
            Map<String, String> details) implements Event {
        public Page {
            details = Map.copyOf(details);
        }

        @Override
        public EventType type() {
            return EventType.PAGE;
        }
    }

    /** A goal was reached; revenue in the smallest unit of the currency, never negative, or null. */
    record Conversion(
            Context context,
            String goalId,
            @Nullable String label,
            @Nullable Long revenueCents,
            Map<String, String> properties)
            implements Event {
        public Conversion {
            properties = Map.copyOf(properties);
        }

        @Override
        public EventType type() {
            return EventType.CONVERSION;
        }
    }

    /**
     * The visitor met content that the vendor had chosen.
     *
     * @param action impression, click, close or any other word of the client's
     * @param details which content: campaign, variation, decision and so on
     */
    record Engagement(Context context, String action, Map<String, String> details) implements Event {
        public Engagement {
            details = Map.copyOf(details);
        }

        @Override
        public EventType type() {
            return EventType.ENGAGEMENT;
        }
    }
}
