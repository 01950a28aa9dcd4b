package io.integrator.webhooks.embedded;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Two servers started, or closed, at the same time. */
final class Together {

    private Together() {}

    /** Returns what {@code combined} makes of both once they are up; when one fails, closes the other and throws the failure. */
    static <P extends AutoCloseable, K extends AutoCloseable, R> R start(
            Supplier<P> postgres, Supplier<K> kafka, BiFunction<P, K, R> combined) {
        CompletableFuture<P> first = inThread("start-postgres", postgres);
        CompletableFuture<K> second = inThread("start-kafka", kafka);
        try {
            return combined.apply(first.join(), second.join());
        } catch (CompletionException e) {
            closeStarted(first, e);
            closeStarted(second, e);
            throw unwrapped(e);
        }
    }

    /** Returns when both have been run; a failure of either is thrown then. */
    static void run(Runnable postgres, Runnable kafka) {
        CompletableFuture<Void> first = inThread("stop-postgres", nothing(postgres));
        CompletableFuture<Void> second = inThread("stop-kafka", nothing(kafka));
        try {
            CompletableFuture.allOf(first, second).join();
        } catch (CompletionException e) {
            throw unwrapped(e);
        }
    }

    private static Supplier<Void> nothing(Runnable runnable) {
        return () -> {
            runnable.run();
            return null;
        };
    }

    private static <T> CompletableFuture<T> inThread(String name, Supplier<T> supplier) {
        return CompletableFuture.supplyAsync(supplier, command -> new Thread(command, name).start());
    }

    private static void closeStarted(CompletableFuture<? extends AutoCloseable> starting, CompletionException failure) {
        starting.handle((started, failed) -> Optional.ofNullable(started))
                .join()
                .ifPresent(started -> {
                    try {
                        started.close();
                    } catch (Exception e) {
                        failure.addSuppressed(e);
                    }
                });
    }

    private static RuntimeException unwrapped(CompletionException e) {
        return e.getCause() instanceof RuntimeException cause
                ? cause
                : new BackendException("The backends do not come up", e.getCause());
    }
}
