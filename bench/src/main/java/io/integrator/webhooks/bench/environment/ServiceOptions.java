package io.integrator.webhooks.bench.environment;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * How the service is to run, where it isn't to run as it is shipped.
 *
 * @param set  settings that are other than their defaults
 * @param java options of its JVM, such as {@code -Xmx256m}
 */
public record ServiceOptions(Map<String, String> set, List<String> java) {

    public ServiceOptions {
        set = Map.copyOf(set);
        java = List.copyOf(java);
    }

    /** The same with JVM options more. */
    public ServiceOptions with(String... more) {
        return new ServiceOptions(
                set, Stream.concat(java.stream(), Stream.of(more)).toList());
    }
}
