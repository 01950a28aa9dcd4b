package io.integrator.webhooks.bench.load;

import static java.util.Objects.requireNonNull;

import io.integrator.webhooks.domain.EventType;

/**
 * One webhook's share of a load, or that of several which have the same events. Each of its events goes to them alone: no
 * other of the integrator's has its type.
 *
 * @param integrator whose webhook and events it is; shares of the same name are the same integrator's
 * @param weight     how many events it has for each one that a share of weight 1 has; 0 for none
 * @param webhooks   how many there are of it, each of which gets every event
 */
public record Share(String integrator, EventType type, Group group, Answer answer, int weight, int webhooks) {

    public Share {
        requireNonNull(integrator, "integrator");
        requireNonNull(type, "type");
        requireNonNull(group, "group");
        requireNonNull(answer, "answer");
        if (weight < 0) {
            throw new IllegalArgumentException("weight " + weight + " is negative");
        }
        if (webhooks < 1) {
            throw new IllegalArgumentException(webhooks + " webhooks are less than one");
        }
    }

    /** Of one webhook. */
    public Share(String integrator, EventType type, Group group, Answer answer, int weight) {
        this(integrator, type, group, answer, weight, 1);
    }

    /** The same of so many webhooks. */
    public Share fannedOut(int many) {
        return new Share(integrator, type, group, answer, weight, many);
    }

    /** The same for another integrator. */
    public Share of(String other) {
        return new Share(other, type, group, answer, weight, webhooks);
    }
}
