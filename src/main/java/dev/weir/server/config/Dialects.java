package dev.weir.server.config;

import dev.weir.dialect.Dialect;
import dev.weir.dialect.gravityfield.EngagementUrls;
import dev.weir.dialect.gravityfield.GravityField;
import dev.weir.dialect.pagent.Pagent;
import dev.weir.dialect.personaclick.PersonaClick;
import dev.weir.dialect.pureclarity.PureClarity;
import java.util.List;
import java.util.Set;

/** The wire APIs that are served. */
public final class Dialects {

    /** Those whose key is itself the secret. */
    public static final Set<String> API_KEY_DIALECTS = Set.of(GravityField.LABEL, Pagent.LABEL);

    private Dialects() {}

    /** All of them. */
    public static List<Dialect> all(EngagementUrls urls) {
        return List.of(new PersonaClick(), new PureClarity(), new GravityField(urls), new Pagent());
    }

    /** Whether a call of any of them has this path. */
    static boolean serve(String path) {
        String folder = path.substring(0, path.lastIndexOf('/')) + "/*";
        return unsealed().stream()
                .flatMap(dialect -> dialect.routes().stream())
                .anyMatch(route -> route.path().equals(path) || route.path().equals(folder));
    }

    /** All of them, to be asked what they serve; the URLs that they hand out are nobody's. */
    public static List<Dialect> unsealed() {
        return all(new EngagementUrls(new byte[EngagementUrls.MIN_KEY_BYTES], List.of()));
    }
}
