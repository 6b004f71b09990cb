package dev.kiln.server.web;

/** Where the page of the store has its figures from. */
@FunctionalInterface
public interface StoreView {
    /**
     * The store at this moment. Looking starts nothing; what cannot be reached is a state, no error. Called by several
     * threads; returns within seconds.
     */
    StoreState now();
}
