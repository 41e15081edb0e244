package dev.weir.admin;

import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/**
 * An answer without an end, such as a stream of server-sent events. Needs {@link Role#READ}.
 *
 * @param path the whole path; asked for with GET, or with HEAD, whose answer has no body
 * @param handler gets the request on its event loop, and must not block; answers it
 */
public record StreamEndpoint(String path, Consumer<HttpServerRequest> handler) {}
