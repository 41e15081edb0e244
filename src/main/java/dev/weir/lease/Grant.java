package dev.weir.lease;

/**
 * What the store answers.
 *
 * @param tokens that the node has from now on beside those that it holds; no more than it wanted
 * @param charged how much of the charge there were tokens for; the rest is still owed
 * @param inForce what the budget allows now
 */
public record Grant(long tokens, long charged, Terms inForce) {}
