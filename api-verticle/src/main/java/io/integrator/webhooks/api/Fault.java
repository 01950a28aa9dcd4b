package io.integrator.webhooks.api;

import static java.util.Objects.requireNonNull;

/**
 * One thing that is wrong with a request.
 *
 * @param pointer where: a JSON Pointer into the body, or {@code query/…}, {@code path/…}, {@code header/…} and a name
 * @param detail  what, to be read after the name of the field
 */
record Fault(String pointer, String detail) {

    Fault {
        requireNonNull(pointer, "pointer");
        requireNonNull(detail, "detail");
    }
}
