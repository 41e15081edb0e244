package dev.weir.state;

/**
 * Something that the keeper's thread is asked.
 *
 * @param seq what is to be applied before
 * @param deadlineNanos when it is answered all the same
 * @param answer finds the answer, and gives it
 */
record Question(long seq, long deadlineNanos, Runnable answer) {}
