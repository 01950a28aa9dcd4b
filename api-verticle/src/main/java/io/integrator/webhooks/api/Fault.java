package io.integrator.webhooks.api;

import static java.util.Objects.requireNonNull;

/**
 * One thing that is wrong with a request.
 *
 * @param pointer where: a JSON Pointer into the body, or {@code query/…}, {@code path/…}, {@code header/…} and a name
 * @param detail  what, to be read after the name of the field
 */
record Fault(String pointer, String detail) {

    /** The pointer to a member of what another points to (RFC 6901). */
    static String pointerTo(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    Fault {
        requireNonNull(pointer, "pointer");
        requireNonNull(detail, "detail");
    }
}
