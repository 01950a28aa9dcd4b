package io.integrator.webhooks.store;

import static java.util.Objects.requireNonNull;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A page of what an integrator reads, newest first.
 *
 * @param data what is on it; may be fewer than was asked for, or none, although more follows
 * @param next the id that the next page comes before; empty when this is the last
 */
public record Page<T>(List<T> data, Optional<UUID> next) {

    public Page {
        data = List.copyOf(data);
        requireNonNull(next, "next");
    }

    /**
     * The page of what a read found that looks at everything.
     *
     * @param found one more than the page takes, if there are so many
     */
    public static <T> Page<T> of(List<T> found, int limit, Function<T, UUID> id) {
        return found.size() > limit
                ? new Page<>(found.subList(0, limit), Optional.of(id.apply(found.get(limit - 1))))
                : new Page<>(found, Optional.empty());
    }

    /**
     * The page of what a bounded read found.
     *
     * @param found one more than the page takes, if there are so many
     * @param end   where the read ended when it didn't find so many; empty when it saw everything
     */
    static <T> Future<Page<T>> of(
            List<T> found, int limit, Function<T, UUID> id, Supplier<Future<Optional<UUID>>> end) {
        if (found.size() > limit) {
            return Future.succeededFuture(of(found, limit, id));
        }
        return end.get().map(next -> new Page<>(found, next));
    }
}
