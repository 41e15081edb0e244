package dev.weir.dialect.personaclick;

import dev.weir.dialect.wire.JsonMembers;
import dev.weir.dialect.wire.JsonWriter;
import dev.weir.event.Beacon;
import dev.weir.event.Beacon.BodyKind;
import dev.weir.event.Event;
import dev.weir.event.Item;
import dev.weir.event.ItemList;
import dev.weir.event.RejectedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes what each event says beside who and where. Confined to one thread. */
final class FieldWriter {

    private static final Param[] NUMBERS = {
        Param.ORDER_CASH,
        Param.ORDER_BONUSES,
        Param.ORDER_DELIVERY,
        Param.ORDER_DISCOUNT,
        Param.CAMPAIGN,
        Param.POSITION
    };
    private static final Param[] TEXTS = {
        Param.PROMOCODE, Param.DELIVERY_ADDRESS, Param.DELIVERY_TYPE, Param.PAYMENT_TYPE, Param.CHANNEL, Param.INVENTORY
    };

    private final JsonWriter json;
    private final Parameters sent;
    private final @Nullable JsonMembers came;
    private final ItemExtras extras;

    /** @param beacon what the parameters were read from */
    FieldWriter(JsonWriter json, Parameters sent, Beacon beacon) throws RejectedException {
        boolean isJson = beacon.bodyKind() == BodyKind.JSON;
        this.json = json;
        this.sent = sent;
        this.came = isJson ? JsonMembers.of(beacon.body()) : null;
        this.extras = ItemExtras.of(isJson ? beacon.body() : null);
    }

    void write(Event event) {
        if (event instanceof Event.View view) {
            event("view");
            items(List.of(view.item()));
        } else if (event instanceof Event.Category category) {
            event("category");
            text(Param.CATEGORY_ID, category.categoryId());
        } else if (event instanceof Event.Search search) {
            event("search");
            text(Param.SEARCH_QUERY, search.query());
            asItCame(Param.RESULTS, search.results());
        } else if (event instanceof Event.Delta delta) {
            event(word(delta.list(), delta.added()));
            items(delta.items());
        } else if (event instanceof Event.FullSync sync) {
            sync(sync);
        } else if (event instanceof Event.Purchase purchase) {
            purchase(purchase);
        } else if (event instanceof Event.Promotion promotion) {
            event(promotion.clicked() ? "recone_click" : "recone_view");
            details(promotion.details());
        } else if (event instanceof Event.Custom custom) {
            custom(custom);
        } else {
            writeOfItsOwnPath(event);
        }
    }

    /** What has a path of its own needs no name. */
    private void writeOfItsOwnPath(Event event) {
        if (event instanceof Event.Message message) {
            text(Param.FROM, sent.text(Param.FROM));
            text(Param.CODE, message.code());
            text(Param.TYPE, message.messageType());
        } else if (event instanceof Event.Story story) {
            event(story.action());
            text(Param.FROM, sent.text(Param.FROM));
            text(Param.CODE, story.code());
            json.numberOrText(Param.STORY_ID.label(), story.storyId());
            json.numberOrText(Param.SLIDE_ID.label(), story.slideId());
        } else if (event instanceof Event.Popup popup) {
            json.numberOrText(Param.POPUP.label(), popup.popupId());
        } else if (event instanceof Event.PushToken token) {
            text(Param.PLATFORM, token.platform());
            text(Param.TOKEN, token.token());
            text(Param.PUSH_PROVIDER, token.provider());
        } else if (event instanceof Event.Profile) {
            own();
        } else {
            throw new IllegalStateException("no event of this dialect's calls with a body: " + event.type());
        }
    }

    /** Without items where the list is empty, as the tracking page has it. */
    private void sync(Event.FullSync sync) {
        event(word(sync.list(), true));
        if (!sync.items().isEmpty()) {
            items(sync.items());
        }
        json.isTrue((sync.list() == ItemList.CART ? Param.FULL_CART : Param.FULL_WISH).label());
    }

    private void purchase(Event.Purchase purchase) {
        event("purchase");
        text(Param.ORDER_ID, purchase.orderId());
        json.number(Param.ORDER_PRICE.label(), purchase.total());
        items(purchase.items());
        details(purchase.details());
        object(Param.CUSTOM, sent.flattened());
    }

    private void details(Map<String, String> details) {
        for (Param param : NUMBERS) {
            json.numberOrText(param.label(), details.get(param.label()));
        }
        for (Param param : TEXTS) {
            text(param, details.get(param.label()));
        }
        String taxFree = details.get(Param.TAX_FREE.label());
        boolean isTruthValue = "true".equals(taxFree) || "false".equals(taxFree);
        if (isTruthValue) {
            json.json(Param.TAX_FREE.label(), taxFree);
        } else {
            text(Param.TAX_FREE, taxFree);
        }
        asItCame(Param.RECOMMENDED_SOURCE, details.get(Param.RECOMMENDED_SOURCE.label()));
    }

    /** What came under {@code payload} and says no more than a parameter beside it is said once. */
    private void custom(Event.Custom custom) {
        event(custom.name());
        text(Param.CATEGORY, custom.category());
        text(Param.LABEL, custom.label());
        json.number(Param.VALUE.label(), custom.value());
        own();
        for (Param param : new Param[] {Param.FROM, Param.CODE}) {
            asItCame(param, isCampaign() ? null : sent.textOrJson(param));
        }
        if (sent.flattened().isEmpty()) {
            asItCame(Param.PAYLOAD, sent.textOrJson(Param.PAYLOAD));
        }
        Map<String, String> payload = new LinkedHashMap<>(sent.flattened());
        payload.entrySet()
                .removeIf(
                        member -> !member.getValue().equals(custom.properties().get(member.getKey())));
        object(Param.PAYLOAD, payload);
    }

    private boolean isCampaign() {
        return sent.text(Param.FROM) != null && sent.text(Param.CODE) != null;
    }

    /** Fields of the shop's own, beside the vendor's. */
    private void own() {
        sent.own().forEach((name, text) -> json.asItCame(name, came, text));
    }

    /** Fields of the shop's own in an object, if there are any. */
    private void object(Param param, Map<String, String> fields) {
        if (fields.isEmpty()) {
            return;
        }
        JsonMembers members = came == null ? null : JsonMembers.of(came.bytes(param.label()));
        json.openObject(param.label());
        fields.forEach((name, text) -> json.asItCame(name, members, text));
        json.closeObject();
    }

    private void items(List<Item> items) {
        json.openArray(Param.ITEMS.label());
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            json.openElement()
                    .text("id", item.id())
                    .number("amount", item.quantity())
                    .number("price", item.price())
                    .text("line_id", item.lineId());
            extras.write(json, i);
            json.closeObject();
        }
        json.closeArray();
    }

    private static String word(ItemList list, boolean added) {
        return switch (list) {
            case CART -> added ? "cart" : "remove_from_cart";
            case WISH -> added ? "wish" : "remove_wish";
        };
    }

    private void event(String name) {
        text(Param.EVENT, name);
    }

    private void text(Param param, @Nullable String text) {
        json.text(param.label(), text);
    }

    private void asItCame(Param param, @Nullable String text) {
        if (text != null) {
            json.asItCame(param.label(), came, text);
        }
    }
}
