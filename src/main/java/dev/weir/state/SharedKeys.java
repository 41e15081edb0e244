package dev.weir.state;

import java.util.function.Consumer;

/**
 * What other nodes have accepted lately, by the same keys as {@link RecentKeys}, which is asked first. No ids are shared: a key is
 * a digest, from which nobody is known. Safe for many threads.
 */
public interface SharedKeys {

    /**
     * Asks to be the node that gets this key's event accepted.
     *
     * @param answered called once, in a time that is bounded, on any thread; it must neither block nor throw
     */
    void claim(String key, Consumer<Standing> answered);

    /** The event of a claimed key is kept. */
    void keep(String key);

    /** The event of a claimed key was not kept: another node may claim it. */
    void drop(String key);

    /** What is known of a key. */
    enum Standing {
        /** It is this node's now. */
        FREE("free"),
        /** Another node has accepted it. */
        KEPT("kept"),
        /** Another node is about it. */
        UNDER_WAY("under-way"),
        /** Nobody could be asked: what this node itself knows counts. */
        UNKNOWN("unknown");

        private final String label;

        Standing(String label) {
            this.label = label;
        }

        public String label() {
            return label;
        }
    }
}
