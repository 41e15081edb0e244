package dev.weir.tool.send;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A dialect, and how its calls show whose they are. The keys are those of the demo config. */
public enum Vendor {
    PERSONACLICK("personaclick", "SHOP_ID", "0d42fd8b713d0752776ca589cc0056", false),
    PURECLARITY("pureclarity", "APP_ID:SECRET_KEY", "testAppId:testSecretKey", false),
    GRAVITYFIELD("gravityfield", "API_KEY", "YOUR_SECTION_API_KEY", true),
    PAGENT("pagent", "API_KEY", "YOUR_API_KEY", true);

    private final String label;
    private final String keyForm;
    private final String demoKey;
    private final boolean isBearer;

    Vendor(String label, String keyForm, String demoKey, boolean isBearer) {
        this.label = label;
        this.keyForm = keyForm;
        this.demoKey = demoKey;
        this.isBearer = isBearer;
    }

    public String label() {
        return label;
    }

    /** What a key looks like, for messages. */
    public String keyForm() {
        return keyForm;
    }

    public String demoKey() {
        return demoKey;
    }

    /** Whether the key goes into the Authorization header, and nowhere else. */
    boolean isBearer() {
        return isBearer;
    }

    /** Whether a key has the form that {@link #keyForm} tells. */
    public boolean isKey(String key) {
        return !key.isBlank()
                && key.chars().noneMatch(Character::isISOControl)
                && (this != PURECLARITY || key.indexOf(':') > 0);
    }

    /** The dialect of that name, or null. */
    public static @Nullable Vendor of(String label) {
        String wanted = label.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(vendor -> vendor.label.equals(wanted))
                .findFirst()
                .orElse(null);
    }

    /** All of them, for messages. */
    public static String expected() {
        return Arrays.stream(values()).map(Vendor::label).collect(Collectors.joining(", "));
    }
}
