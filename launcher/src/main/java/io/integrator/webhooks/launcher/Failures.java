package io.integrator.webhooks.launcher;

import io.integrator.webhooks.settings.SettingsException;
import java.net.BindException;
import java.net.URI;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Says in a line what went wrong. */
final class Failures {

    private Failures() {}

    /** What went wrong, for whoever typed the command: one line, or one a fault. */
    static String describe(Throwable failure) {
        Throwable told = unwrapped(failure);
        if (!isUnforeseen(told)) {
            return told.getMessage();
        }
        String root = rootMessage(told);
        String own = firstLine(told).orElse(told.getClass().getSimpleName());
        return own.contains(root) ? own : own + ": " + root;
    }

    /** Whether the message was not written for whoever typed the command. */
    static boolean isUnforeseen(Throwable failure) {
        Throwable told = unwrapped(failure);
        return !(told instanceof CommandException || told instanceof SettingsException);
    }

    /** The same failure, out of what threads and futures wrap it in. */
    static Throwable unwrapped(Throwable failure) {
        Throwable told = failure;
        while ((told instanceof ExecutionException || told instanceof CompletionException) && told.getCause() != null) {
            told = told.getCause();
        }
        return told;
    }

    /** The message of what was at the root, which is the one that names the fault. */
    static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return firstLine(root).orElse(root.getClass().getSimpleName());
    }

    /**
     * Names the port that is taken.
     *
     * @param remedy what chooses another port
     */
    static Throwable listening(Throwable failure, String host, int port, String remedy) {
        if (hasCause(failure, BindException.class)) {
            return new CommandException(
                    "port " + port + " on " + host + " can't be had (" + rootMessage(failure)
                            + "): stop what listens there, or give another port with " + remedy,
                    failure);
        }
        return failure;
    }

    /** Names the database; never the user's password. */
    static CommandException postgres(Throwable failure, URI uri) {
        String port = uri.getPort() < 0 ? "5432" : Integer.toString(uri.getPort());
        return new CommandException(
                "Postgres at " + uri.getHost() + ":" + port + uri.getPath() + " can't be used: " + rootMessage(failure)
                        + "; see that it runs and that WEBHOOKS_POSTGRES_URI is right",
                failure);
    }

    private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return true;
            }
        }
        return false;
    }

    private static Optional<String> firstLine(Throwable failure) {
        return Optional.ofNullable(failure.getMessage())
                .map(message -> message.strip().lines().findFirst().orElse(""))
                .filter(line -> !line.isEmpty());
    }
}
