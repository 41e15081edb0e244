package dev.weir.dialect;

/**
 * One method and path of a dialect.
 *
 * @param method GET, POST or DELETE
 * @param path exact, with a leading slash; routes have no variables
 */
public record Route(String method, String path) {}
