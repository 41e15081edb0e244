package dev.weir.dialect;

import dev.weir.dialect.Inquiry.Absence;
import dev.weir.dialect.Inquiry.OfCart;
import dev.weir.dialect.Inquiry.OfCounts;
import dev.weir.dialect.Inquiry.OfCounts.Counts;
import dev.weir.dialect.Inquiry.OfVendor;
import dev.weir.event.Beacon;
import dev.weir.event.Item;
import dev.weir.event.RejectedException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An inquiry as golden pairs have it, and the answer that it gets where the answer does not depend on others. */
final class InquiryText {

    private InquiryText() {}

    static String of(Inquiry inquiry) {
        if (inquiry instanceof OfVendor vendor) {
            return "=== asks the vendor\n" + text(vendor);
        }
        return inquiry instanceof OfCounts counts
                ? "=== asks for counts\nitem = " + counts.itemId() + "\n"
                : "=== asks for the cart\n";
    }

    /** Of a vendor who is not there, and why; of a cart with two things; of counts 1 to 6. */
    static Answer answer(Inquiry inquiry, Absence why) throws RejectedException {
        if (inquiry instanceof OfVendor vendor) {
            return vendor.fallback(why);
        }
        if (inquiry instanceof OfCounts counts) {
            return counts.answer(new Counts(1, 2, 3), new Counts(4, 5, 6));
        }
        return ((OfCart) inquiry).answer(List.of(new Item("SKU_1", 1, null, null), new Item("SKU_2", 3, null, null)));
    }

    private static String text(OfVendor vendor) {
        Outbound request = vendor.request();
        Beacon beacon = request.beacon();
        StringBuilder text = new StringBuilder()
                .append(beacon.method())
                .append(' ')
                .append(beacon.path())
                .append(beacon.query().isEmpty() ? "" : "?" + beacon.query())
                .append('\n');
        line(text, "authorization", request.authorization());
        line(text, "content type", request.contentType());
        if (beacon.body().length > 0) {
            line(text, "body", new String(beacon.body(), StandardCharsets.UTF_8));
        }
        line(text, "route", vendor.routePath());
        line(text, "cached as", vendor.cacheKey());
        text.append(vendor.isShareable() ? "shareable\n" : "");
        text.append(vendor.carriesEvents() ? "carries the events\n" : "");
        Part.Meant fallback = vendor.fallbackEvent(Absence.TIMEOUT);
        if (fallback != null) {
            text.append("\n=== fallback event\n").append(EventText.of(fallback.event()));
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, String value) {
        if (value != null) {
            text.append(name).append(" = ").append(value).append('\n');
        }
    }
}
