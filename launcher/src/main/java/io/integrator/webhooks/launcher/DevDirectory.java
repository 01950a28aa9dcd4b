package io.integrator.webhooks.launcher;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a {@code dev} keeps what it has made: keys, and with {@code --data} the rows and records too.
 *
 * @param path the directory
 * @param kept whether it outlives the process
 */
record DevDirectory(Path path, boolean kept) {

    private static final int MASTER_KEY_BYTES = 32;

    /** The directory asked for, made when it doesn't exist, or else a fresh temporary one. */
    static DevDirectory of(Optional<Path> asked) {
        try {
            Path path = asked.isPresent()
                    ? PrivateFiles.createDirectories(
                            asked.get().toAbsolutePath().normalize())
                    : Files.createTempDirectory("integrator-webhooks-");
            PrivateFiles.createDirectories(keysIn(path));
            return new DevDirectory(path, asked.isPresent());
        } catch (IOException e) {
            throw new CommandException(
                    "the directory " + asked.map(Path::toString).orElse("for temporary files")
                            + " can't be written: " + e.getClass().getSimpleName() + " " + e.getMessage()
                            + "; give another one with --data",
                    e);
        }
    }

    /** The keys of a directory given with {@code --data}. */
    static Path keysIn(Path directory) {
        return directory.resolve("keys");
    }

    /** The state, see {@link DevState}, of the {@code dev} that last ran on a directory given with {@code --data}. */
    static Path stateIn(Path directory) {
        return keysIn(directory).resolve("dev.json");
    }

    /** The directory for the servers; empty when theirs are temporary too. */
    Optional<Path> servers() {
        return kept ? Optional.of(path) : Optional.empty();
    }

    SigningKey signingKey() {
        return SigningKey.in(keysIn(path));
    }

    /** In the form of {@code WEBHOOKS_SECRETS_KEY}; made once. */
    String masterKey() {
        Path file = keysIn(path).resolve("master-key");
        try {
            if (!Files.exists(file)) {
                byte[] key = new byte[MASTER_KEY_BYTES];
                new SecureRandom().nextBytes(key);
                PrivateFiles.write(file, "dev:" + Base64.getEncoder().encodeToString(key));
            }
            return Files.readString(file, US_ASCII).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the master key in " + file + " can't be made or read", e);
        }
    }

    /** Remembers what tokens say, for {@code token --data}. */
    void remember(DevState state) {
        try {
            PrivateFiles.write(stateIn(path), state.json());
        } catch (IOException e) {
            throw new UncheckedIOException(stateIn(path) + " can't be written", e);
        }
    }

    /** Deletes it unless it is kept. */
    void discard() {
        if (kept) {
            return;
        }
        try {
            PrivateFiles.deleteDirectory(path);
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary directory " + path + " can't be deleted", e);
        }
    }
}
