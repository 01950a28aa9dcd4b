package io.integrator.webhooks.bench.contest;

/** Something that is measured: the service under some load, or a yardstick that it is compared with. */
public interface Contestant {

    /** For people and for JSON; unlike the others' of its contest. */
    String name();

    /** Makes ready for so many rounds, those of the warm-up included, before anything is measured. */
    default void prepare(int rounds) {}

    /** Does its work once, in a round that is told by its number from 0, and gives what it came to; a run in which something is amiss ends by an exception. */
    Sample play(int round);
}
