package io.integrator.webhooks.launcher.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system of its own in memory, small enough to be filled in a moment. Mounting one takes root. */
final class SmallDisk implements AutoCloseable {

    private static final int MEGABYTES = 160;
    private static final int PIECE = 64 * 1024;

    private final Path root;
    private final Path ballast;

    private SmallDisk(Path root) {
        this.root = root;
        this.ballast = root.resolve("ballast");
    }

    /**
     * Mounts one.
     *
     * @throws IOException when it can't be mounted, with the reason
     */
    static SmallDisk mount(Path directory) throws IOException {
        Path root = Files.createDirectories(directory);
        run("mount", "-t", "tmpfs", "-o", "size=" + MEGABYTES + "m", "faults", root.toString());
        return new SmallDisk(root);
    }

    /** Its topmost directory. */
    Path root() {
        return root;
    }

    /** Leaves no room on it. */
    void fill() {
        byte[] piece = new byte[PIECE];
        try (OutputStream file = Files.newOutputStream(ballast)) {
            while (true) {
                file.write(piece);
            }
        } catch (FileSystemException e) {
            throw new UncheckedIOException(e);
        } catch (IOException e) {
            if (root.toFile().getUsableSpace() > PIECE) {
                throw new UncheckedIOException("the disk is not full", e);
            }
        }
    }

    /** Makes room on it again. */
    void clear() {
        try {
            Files.deleteIfExists(ballast);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        run("umount", root.toString());
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = process.onExit().join().exitValue();
        if (exit != 0) {
            throw new IOException(String.join(" ", command) + " came to " + exit + ": " + said.strip());
        }
    }
}
