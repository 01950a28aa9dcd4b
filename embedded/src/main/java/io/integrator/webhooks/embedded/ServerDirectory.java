package io.integrator.webhooks.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory in which one server keeps its files, claimed by one {@code ServerDirectory} at a time over all processes until it is closed
 * or its JVM ends, however that ends.
 */
final class ServerDirectory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ServerDirectory.class);

    private static final String LOCK = "lock";
    private static final String OWNER = "owner";
    private static final String THIS_JVM = ProcessHandle.current().pid() + " " + UUID.randomUUID();

    private final Path path;
    private final boolean temporary;
    private final FileChannel claim;

    private ServerDirectory(Path path, boolean temporary, FileChannel claim) {
        this.path = path;
        this.temporary = temporary;
        this.claim = claim;
    }

    /**
     * A directory that outlives the server; created when missing.
     *
     * @throws BackendException when another server has it, in this or another process
     */
    static ServerDirectory kept(Path directory) {
        try {
            Path real = Files.createDirectories(directory.toAbsolutePath()).toRealPath();
            return new ServerDirectory(real, false, claim(real));
        } catch (IOException e) {
            throw new BackendException("Cannot use the directory " + directory, e);
        }
    }

    /** A fresh directory under {@code java.io.tmpdir}, deleted when closed; its name starts with {@code prefix}. */
    static ServerDirectory temporary(String prefix) {
        try {
            Path fresh = Files.createTempDirectory(prefix).toRealPath();
            return new ServerDirectory(fresh, true, claim(fresh));
        } catch (IOException e) {
            throw new BackendException("Cannot create a temporary directory " + prefix + "*", e);
        }
    }

    /**
     * Deletes the temporary directories of JVMs that were killed before they could do it.
     *
     * @param prefix what was given to {@link #temporary}
     * @param before told of each directory before it is deleted
     */
    static void deleteAbandoned(String prefix, Consumer<Path> before) {
        for (Path candidate : temporaries(prefix)) {
            try {
                if (owner(candidate).isEmpty()) {
                    continue;
                }
                try (ServerDirectory abandoned = new ServerDirectory(candidate, true, claim(candidate))) {
                    LOG.atInfo().addKeyValue("directory", candidate).log("Deleting what a killed process left");
                    before.accept(abandoned.path());
                }
            } catch (IOException | RuntimeException e) {
                LOG.atDebug().addKeyValue("directory", candidate).setCause(e).log("Left alone");
            }
        }
    }

    /** The absolute path, symbolic links resolved. */
    Path path() {
        return path;
    }

    /** Gives up the claim and, when temporary, deletes the directory. A second call does nothing. */
    @Override
    public void close() {
        if (!claim.isOpen()) {
            return;
        }
        try {
            if (temporary) {
                deleteAll(path);
            } else {
                Files.deleteIfExists(path.resolve(OWNER));
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.atWarn().addKeyValue("directory", path).setCause(e).log("Could not be deleted");
        } finally {
            closeQuietly(claim);
        }
    }

    /** Deletes {@code root} and all below it; nothing when it is missing. */
    static void deleteAll(Path root) throws IOException {
        if (Files.notExists(root)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> all = Files.walk(root)) {
            deepestFirst = all.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : deepestFirst) {
            Files.deleteIfExists(each);
        }
    }

    /**
     * The lock tells the living from the dead across processes. Within this JVM the owner file is asked first: opening the lock file a
     * second time and closing it would drop the lock that this process has, as POSIX locks do.
     */
    private static FileChannel claim(Path directory) throws IOException {
        String owner = owner(directory);
        if (owner.equals(THIS_JVM)) {
            throw inUse(directory, owner);
        }
        FileChannel channel =
                FileChannel.open(directory.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = null;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
            throw inUse(directory, THIS_JVM);
        } finally {
            if (lock == null) {
                closeQuietly(channel);
            }
        }
        if (lock == null) {
            throw inUse(directory, owner);
        }
        Files.writeString(directory.resolve(OWNER), THIS_JVM);
        return channel;
    }

    private static BackendException inUse(Path directory, String owner) {
        String process = owner.isEmpty() ? "another process" : "process " + owner.substring(0, owner.indexOf(' '));
        return new BackendException(
                "The directory " + directory + " is in use by " + process + ": stop that, or choose another directory");
    }

    /** Written once the lock is held: empty means that nobody has finished claiming the directory. */
    private static String owner(Path directory) throws IOException {
        try {
            return Files.readString(directory.resolve(OWNER));
        } catch (NoSuchFileException e) {
            return "";
        }
    }

    private static List<Path> temporaries(String prefix) {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(each -> each.getFileName().toString().startsWith(prefix))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            LOG.atDebug().setCause(e).log("Temporary directory not listed");
            return List.of();
        }
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("Lock file not closed");
        }
    }
}
