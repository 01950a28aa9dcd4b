package io.integrator.webhooks.bench.load;

import java.util.ArrayList;
import java.util.List;

/** The order of a load's events: in each turn every share comes as often as its weight says, spread evenly over the turn. */
public final class Cycle {

    private final List<Share> turn;

    private Cycle(List<Share> turn) {
        this.turn = List.copyOf(turn);
    }

    /** A turn of the shares; they need a weight of 1 or more between them. */
    public static Cycle of(List<Share> shares) {
        int length = shares.stream().mapToInt(Share::weight).sum();
        if (length == 0) {
            throw new IllegalArgumentException("no share of " + shares.size() + " has a weight");
        }
        if (shares.stream().allMatch(share -> share.weight() == 1)) {
            // What follows comes to the same, in the square of their number.
            return new Cycle(shares);
        }
        long[] credit = new long[shares.size()];
        List<Share> turn = new ArrayList<>(length);
        while (turn.size() < length) {
            int next = 0;
            for (int i = 0; i < credit.length; i++) {
                credit[i] += shares.get(i).weight();
                next = credit[i] > credit[next] ? i : next;
            }
            credit[next] -= length;
            turn.add(shares.get(next));
        }
        return new Cycle(turn);
    }

    /** Events in a turn. */
    public int length() {
        return turn.size();
    }

    /** Whose the event of a number is, from 0. */
    public Share at(long number) {
        return turn.get((int) (number % turn.size()));
    }

    /** How many deliveries to a group's webhooks so many events come to. */
    public long deliveries(Group group, long events) {
        long inATurn = deliveries(turn, group);
        List<Share> rest = turn.subList(0, (int) (events % turn.size()));
        return events / turn.size() * inATurn + deliveries(rest, group);
    }

    private static long deliveries(List<Share> events, Group group) {
        return events.stream()
                .filter(share -> share.group() == group)
                .mapToLong(Share::webhooks)
                .sum();
    }
}
