package io.integrator.webhooks.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The main process of a running Postgres, found through the {@code postmaster.pid} of its data directory. */
final class Postmaster {

    private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);

    private static final String PID_FILE = "postmaster.pid";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ProcessHandle process;

    private Postmaster(ProcessHandle process) {
        this.process = process;
    }

    /** The Postgres that runs on {@code data}, whoever started it; empty when none does. */
    static Optional<Postmaster> of(Path data) {
        return recorded(data).filter(process -> serves(process, data)).map(Postmaster::new);
    }

    /**
     * Deletes a {@code postmaster.pid} whose number now belongs to some other process, which Postgres would take for a living server. One
     * whose process is gone is left to Postgres, which checks the shared memory that it names as well.
     */
    static void deletePidOfAnother(Path data) {
        if (recorded(data).isEmpty() || of(data).isPresent()) {
            return;
        }
        LOG.atInfo().addKeyValue("directory", data).log("Deleting a stale postmaster.pid");
        try {
            Files.deleteIfExists(data.resolve(PID_FILE));
        } catch (IOException e) {
            throw new BackendException("Cannot delete the stale " + data.resolve(PID_FILE), e);
        }
    }

    long pid() {
        return process.pid();
    }

    /** Ends it as an operator would, by force when it takes longer than 10 seconds; returns when it is gone. */
    void stop() {
        List<ProcessHandle> all = withChildren();
        process.destroy();
        if (!gone(all)) {
            LOG.atWarn().addKeyValue("pid", pid()).log("Postgres does not end, killing it");
            kill();
        }
    }

    /** SIGKILL to it and its children, as a power cut would end them; returns when they are gone. */
    void kill() {
        List<ProcessHandle> all = withChildren();
        all.forEach(ProcessHandle::destroyForcibly);
        if (!gone(all)) {
            throw new BackendException(
                    "Postgres, process " + pid() + ", is still there " + PATIENCE + " after SIGKILL");
        }
    }

    private List<ProcessHandle> withChildren() {
        List<ProcessHandle> all = new ArrayList<>();
        all.add(process);
        process.descendants().forEach(all::add);
        return all;
    }

    private static boolean gone(List<ProcessHandle> processes) {
        return Readiness.reached(PATIENCE, () -> processes.stream().noneMatch(Postmaster::runs));
    }

    /** A zombie has no command line. Where nothing reaps orphans, as in a container without an init, zombies stay for ever. */
    private static boolean runs(ProcessHandle process) {
        return process.isAlive() && process.info().commandLine().isPresent();
    }

    private static Optional<ProcessHandle> recorded(Path data) {
        try {
            List<String> lines = Files.readAllLines(data.resolve(PID_FILE));
            return lines.stream()
                    .findFirst()
                    .map(String::strip)
                    .map(Long::valueOf)
                    .flatMap(ProcessHandle::of);
        } catch (NoSuchFileException | NumberFormatException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new BackendException("Cannot read " + data.resolve(PID_FILE), e);
        }
    }

    private static boolean serves(ProcessHandle process, Path data) {
        List<String> arguments = List.of(process.info().arguments().orElseGet(() -> new String[0]));
        int option = arguments.indexOf("-D");
        return option >= 0 && option + 1 < arguments.size() && isSame(arguments.get(option + 1), data);
    }

    private static boolean isSame(String argument, Path data) {
        try {
            return Files.isSameFile(Path.of(argument), data);
        } catch (IOException | InvalidPathException e) {
            return false;
        }
    }
}
