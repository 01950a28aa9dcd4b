package io.integrator.webhooks.bench.caller;

import java.util.List;
import java.util.stream.IntStream;

/** Integrators that take turns, named by a prefix and a number. */
public record Integrators(String prefix, int number) {

    /** The name of each. */
    public List<String> names() {
        return IntStream.range(0, number).mapToObj(i -> prefix + "-" + i).toList();
    }
}
