package dev.weir.ingest;

import dev.weir.ingest.bot.Crawlers;
import dev.weir.ingest.key.CredentialCheck;
import dev.weir.ingest.origin.OriginTable;

/**
 * What the config says of who may send, at one moment. A request goes by those that were in force when it was read, to its end.
 * Immutable.
 *
 * @param credentials says whose a request is
 * @param origins says whose pages may send
 * @param crawlers knows machines that look like browsers
 */
public record IntakeRules(CredentialCheck credentials, OriginTable origins, Crawlers crawlers) {}
