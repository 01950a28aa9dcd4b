package io.integrator.webhooks.bench.load;

import static java.util.Objects.requireNonNull;

import io.integrator.webhooks.domain.EventType;

/**
 * One webhook's share of a load. Each of its events goes to this webhook alone: no other of the integrator's has its type.
 *
 * @param integrator whose webhook and events it is; shares of the same name are the same integrator's
 * @param weight     how many events it has for each one that a share of weight 1 has; 0 for none
 */
public record Share(String integrator, EventType type, Group group, Answer answer, int weight) {

    public Share {
        requireNonNull(integrator, "integrator");
        requireNonNull(type, "type");
        requireNonNull(group, "group");
        requireNonNull(answer, "answer");
        if (weight < 0) {
            throw new IllegalArgumentException("weight " + weight + " is negative");
        }
    }

    /** The same for another integrator. */
    public Share of(String other) {
        return new Share(other, type, group, answer, weight);
    }
}
