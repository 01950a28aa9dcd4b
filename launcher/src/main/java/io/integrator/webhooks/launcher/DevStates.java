package io.integrator.webhooks.launcher;

import io.vertx.core.json.DecodeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The running {@code dev}s of a user: a file each, in the user's cache directory. */
final class DevStates {

    private static final String PREFIX = "dev-";
    private static final String SUFFIX = ".json";

    private final Path directory;

    DevStates(Path directory) {
        this.directory = directory;
    }

    /** Those of whoever runs this process. */
    static DevStates ofUser() {
        Path cache = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .filter(text -> !text.isBlank())
                .map(Path::of)
                .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"));
        return new DevStates(cache.resolve("integrator-webhooks"));
    }

    /** Makes one known to the other commands; gives its file, to be deleted when it stops. */
    Path add(DevState state) {
        Path file = directory.resolve(PREFIX + state.pid() + SUFFIX);
        try {
            PrivateFiles.createDirectories(directory);
            PrivateFiles.write(file, state.json());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("the file " + file + " for the other commands can't be written", e);
        }
    }

    /** The one that was started last, of those that still run. */
    Optional<DevState> running() {
        return files().stream()
                .flatMap(file -> read(file).stream())
                .filter(DevState::isRunning)
                .max(Comparator.comparingLong(DevState::startedAt));
    }

    /**
     * As {@link #running}.
     *
     * @param instead what the command takes where none runs
     * @throws CommandException when none runs
     */
    DevState requireRunning(String instead) {
        return running()
                .orElseThrow(() -> new CommandException(
                        "no dev of yours is running: start one with './webhooks dev', or give " + instead));
    }

    private List<Path> files() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith(PREFIX))
                    .filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the directory " + directory + " can't be read", e);
        }
    }

    /** What can't be read is being deleted, or is of another version: not running, as far as this command goes. */
    private static Optional<DevState> read(Path file) {
        try {
            return Optional.of(DevState.ofJson(Files.readString(file)));
        } catch (IOException | DecodeException | NullPointerException | ClassCastException e) {
            return Optional.empty();
        }
    }
}
