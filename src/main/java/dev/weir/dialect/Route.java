package dev.weir.dialect;

/**
 * One method and path of a dialect.
 *
 * @param method GET, POST, PUT, PATCH or DELETE
 * @param path with a leading slash; exact, or with {@code /*} at its end, which stands for one more segment that is not
 *     empty
 */
public record Route(String method, String path) {

    private static final String ANY_SEGMENT = "/*";

    /** Whether the last segment may be any. */
    public boolean isPattern() {
        return path.endsWith(ANY_SEGMENT);
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
