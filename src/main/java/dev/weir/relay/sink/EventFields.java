package dev.weir.relay.sink;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.weir.event.Context;
import dev.weir.event.Event;
import dev.weir.event.Item;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The {@code event} field of a line: what each type of event says. */
final class EventFields {

    private EventFields() {}

    static void write(JsonGenerator json, Event event) throws IOException {
        json.writeObjectFieldStart("event");
        if (event instanceof Event.View view) {
            json.writeFieldName("item");
            writeItem(json, view.item());
        } else if (event instanceof Event.Category category) {
            JsonFields.write(json, "category_id", category.categoryId());
        } else if (event instanceof Event.Search search) {
            JsonFields.write(json, "query", search.query());
            JsonFields.write(json, "results", search.results());
        } else if (event instanceof Event.Delta delta) {
            json.writeStringField("list", delta.list().label());
            writeItems(json, delta.items());
        } else if (event instanceof Event.FullSync sync) {
            json.writeStringField("list", sync.list().label());
            writeItems(json, sync.items());
        } else if (event instanceof Event.Purchase purchase) {
            writePurchase(json, purchase);
        } else if (event instanceof Event.Custom custom) {
            writeCustom(json, custom);
        } else {
            writeRest(json, event);
        }
        writeNumber(json, "time_ms", event.context().timeMillis());
        writeContext(json, event.context());
        json.writeEndObject();
    }

    private static void writeRest(JsonGenerator json, Event event) throws IOException {
        if (event instanceof Event.Promotion promotion) {
            json.writeBooleanField("clicked", promotion.clicked());
            JsonFields.write(json, "details", promotion.details());
        } else if (event instanceof Event.Message message) {
            json.writeStringField("stage", message.stage().label());
            JsonFields.write(json, "code", message.code());
            JsonFields.write(json, "message_type", message.messageType());
        } else if (event instanceof Event.Story story) {
            JsonFields.write(json, "action", story.action());
            JsonFields.write(json, "story_id", story.storyId());
            JsonFields.write(json, "slide_id", story.slideId());
            JsonFields.write(json, "code", story.code());
        } else if (event instanceof Event.Popup popup) {
            JsonFields.write(json, "popup_id", popup.popupId());
        } else if (event instanceof Event.PushToken push) {
            JsonFields.write(json, "platform", push.platform());
            JsonFields.write(json, "token", push.token());
            JsonFields.write(json, "provider", push.provider());
        } else if (event instanceof Event.Profile profile) {
            JsonFields.write(json, "properties", profile.properties());
        } else if (event instanceof Event.Page page) {
            JsonFields.write(json, "page_type", page.pageType());
            JsonFields.write(json, "location", page.location());
            JsonFields.write(json, "details", page.details());
        } else if (event instanceof Event.Conversion conversion) {
            JsonFields.write(json, "goal_id", conversion.goalId());
            JsonFields.write(json, "label", conversion.label());
            writeNumber(json, "revenue_cents", conversion.revenueCents());
            JsonFields.write(json, "properties", conversion.properties());
        } else if (event instanceof Event.Engagement engagement) {
            JsonFields.write(json, "action", engagement.action());
            JsonFields.write(json, "details", engagement.details());
        }
    }

    private static void writePurchase(JsonGenerator json, Event.Purchase purchase) throws IOException {
        JsonFields.write(json, "order_id", purchase.orderId());
        JsonFields.write(json, "total", purchase.total());
        writeItems(json, purchase.items());
        JsonFields.write(json, "details", purchase.details());
    }

    private static void writeCustom(JsonGenerator json, Event.Custom custom) throws IOException {
        JsonFields.write(json, "name", custom.name());
        JsonFields.write(json, "category", custom.category());
        JsonFields.write(json, "label", custom.label());
        JsonFields.write(json, "value", custom.value());
        JsonFields.write(json, "properties", custom.properties());
    }

    private static void writeNumber(JsonGenerator json, String name, @Nullable Long number) throws IOException {
        if (number != null) {
            json.writeNumberField(name, number);
        }
    }

    private static void writeItems(JsonGenerator json, List<Item> items) throws IOException {
        json.writeArrayFieldStart("items");
        for (Item item : items) {
            writeItem(json, item);
        }
        json.writeEndArray();
    }

    private static void writeItem(JsonGenerator json, Item item) throws IOException {
        json.writeStartObject();
        JsonFields.write(json, "id", item.id());
        Integer quantity = item.quantity();
        if (quantity != null) {
            json.writeNumberField("quantity", quantity);
        }
        JsonFields.write(json, "price", item.price());
        JsonFields.write(json, "line_id", item.lineId());
        json.writeEndObject();
    }

    private static void writeContext(JsonGenerator json, Context context) throws IOException {
        if (context.at(null).equals(Context.EMPTY)) {
            return;
        }
        json.writeObjectFieldStart("context");
        JsonFields.write(json, "stream", context.stream());
        JsonFields.write(json, "segment", context.segment());
        JsonFields.write(json, "referrer", context.referrer());
        Context.Source source = context.source();
        if (source != null) {
            json.writeObjectFieldStart("source");
            JsonFields.write(json, "from", source.from());
            JsonFields.write(json, "code", source.code());
            json.writeEndObject();
        }
        JsonFields.write(json, "recommended_by", context.recommendedBy());
        JsonFields.write(json, "recommended_code", context.recommendedCode());
        JsonFields.write(json, "identifiers", context.identifiers());
        json.writeEndObject();
    }
}
