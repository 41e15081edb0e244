package dev.weir.dialect.pureclarity;

import dev.weir.dialect.Answer;
import dev.weir.dialect.Ids;
import dev.weir.dialect.Inquiry;
import dev.weir.dialect.Outbound;
import dev.weir.dialect.Part;
import dev.weir.dialect.wire.JsonMembers;
import org.jspecify.annotations.Nullable;

/**
 * Asks the vendor for the content of a page's zones, with the request as it came.
 *
 * @param ids those of record: the vendor is told of them, and the client is too
 * @param zones what the page gets when the vendor gives nothing, a JSON object
 */
record ZonesInquiry(Outbound request, Ids ids, String zones) implements Inquiry.OfVendor {

    @Override
    public String routePath() {
        return PureClarity.PATH;
    }

    @Override
    public boolean carriesEvents() {
        return true;
    }

    @Override
    public boolean isShareable() {
        return false;
    }

    @Override
    public @Nullable String cacheKey() {
        return null;
    }

    /**
     * The vendor's zones and errors, with the ids of record. The vendor was told those and echoes them; should it name others,
     * ours stand, or the events that are delivered later would be of another visitor than this page.
     */
    @Override
    public Reception receive(VendorAnswer answer) {
        if (!answer.isSuccess()) {
            return new Reception(fallback(Absence.STATUS), Absence.STATUS);
        }
        JsonMembers members = JsonMembers.of(answer.body());
        if (members == null || !members.isObject(Body.ZONES)) {
            return new Reception(fallback(Absence.MEANINGLESS), Absence.MEANINGLESS);
        }
        // The module makes one text of them, and fails on anything but texts.
        String errors = members.isTexts(Answers.ERRORS) ? members.text(Answers.ERRORS) : "[]";
        Answer content = Answers.of(ids, errors, members.text(Body.ZONES));
        // This vendor says in the JSON what others say by a status: it may not have taken the events.
        return new Reception(content, members.saysNothing(Answers.ERRORS) ? null : Absence.STATUS);
    }

    @Override
    public Answer fallback(Absence why) {
        return Answers.of(ids, zones);
    }

    /** The vendor's API has no event for it. */
    @Override
    public Part.@Nullable Meant fallbackEvent(Absence why) {
        return null;
    }

    /** Without the secret in the request, which a record would print. */
    @Override
    public String toString() {
        return "ZonesInquiry[" + request + "]";
    }
}
