package dev.weir.relay.pace;

/** Where the pace of a sink's section comes from. */
@FunctionalInterface
public interface PaceSource {

    /** The pace of a section at a sink, which may have been given to others too. */
    SectionPace of(String sink, String section, PaceOptions options);
}
