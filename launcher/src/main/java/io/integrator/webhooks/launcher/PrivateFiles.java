package io.integrator.webhooks.launcher;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/** Files and directories that only their owner may read, where the file system knows owners. */
final class PrivateFiles {

    private PrivateFiles() {}

    /** Creates a directory and those above it, unless they exist. */
    static Path createDirectories(Path directory) throws IOException {
        return Files.createDirectories(directory, only("rwx------"));
    }

    /** Writes a file whole or not at all. */
    static void write(Path file, String text) throws IOException {
        Path partial =
                Files.createTempFile(file.getParent(), file.getFileName().toString(), ".part", only("rw-------"));
        Files.writeString(partial, text);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Deletes a directory with what is in it; what can't be deleted stays. */
    static void deleteDirectory(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static FileAttribute<?>[] only(String permissions) {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }
}
