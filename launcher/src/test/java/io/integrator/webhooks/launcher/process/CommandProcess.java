package io.integrator.webhooks.launcher.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A command of {@code webhooks}, or another program, that runs in a JVM of its own and writes what it says to files. */
public final class CommandProcess {

    private static final int TAIL_LINES = 40;
    private static final int UNSAFE_ACCESS_WARNED_OF = 24;

    private final String name;
    private final Path out;
    private final Path err;
    private final Process process;

    private CommandProcess(String name, Path out, Path err, Process process) {
        this.name = name;
        this.out = out;
        this.err = err;
        this.process = process;
    }

    /**
     * Starts one.
     *
     * @param outputs     the directory for its output
     * @param name        unique in that directory
     * @param environment what it has beside this JVM's environment, of which nothing is meant for the service
     */
    static CommandProcess start(
            Path outputs, String name, Map<String, String> environment, Class<?> program, List<String> arguments) {
        Path out = outputs.resolve(name + ".out");
        Path err = outputs.resolve(name + ".err");
        SharedClasses classes = SharedClasses.ofThisJvm();
        ProcessBuilder builder =
                new ProcessBuilder().redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith("WEBHOOKS_"));
        builder.environment().putAll(environment);
        try {
            Process process = classes.start(
                    builder, commandLine(classes.classPath(), program, arguments), arguments.contains("delivery"));
            return new CommandProcess(name, out, err, process);
        } catch (IOException e) {
            throw new UncheckedIOException(name + " can't be started", e);
        }
    }

    private static List<String> commandLine(String classPath, Class<?> program, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m"));
        if (Runtime.version().feature() >= UNSAFE_ACCESS_WARNED_OF) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(List.of("-cp", classPath, program.getName()));
        command.addAll(arguments);
        return command;
    }

    /** What it has written to stdout. */
    public String out() {
        return text(out);
    }

    /** What it has written to stderr. */
    public String err() {
        return text(err);
    }

    /** The first whole line on stdout that is wanted. */
    public String awaitOut(Predicate<String> wanted) {
        return await(out, wanted);
    }

    /** The first whole line on stderr that is wanted. */
    public String awaitErr(Predicate<String> wanted) {
        return await(err, wanted);
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** What the operating system knows it by. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Writes a line to its stdin. */
    public void type(String line) {
        try {
            process.outputWriter(UTF_8).append(line).append('\n').flush();
        } catch (IOException e) {
            throw new UncheckedIOException(this + " does not read", e);
        }
    }

    /** Waits for its end. */
    public int exitCode() {
        if (!endsBefore(System.nanoTime() + Patience.LIMIT.toNanos())) {
            throw new AssertionError(name + " did not end within " + Patience.LIMIT + "\n" + tail());
        }
        return process.exitValue();
    }

    /** Sends SIGTERM, and returns at once. */
    public void requestStop() {
        process.destroy();
    }

    /** Sends SIGTERM and waits for its end. */
    public int stop() {
        requestStop();
        return exitCode();
    }

    /** Waits for its end until {@link System#nanoTime()} is {@code latest}; whether it came. */
    public boolean endsBefore(long latest) {
        try {
            return process.waitFor(latest - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Sends SIGKILL; returns when it is dead. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** The end of what it said, for failures. */
    public String tail() {
        return "----- " + this + ", stdout\n" + tail(out()) + "\n----- " + this + ", stderr\n" + tail(err());
    }

    @Override
    public String toString() {
        return name + " (" + (isAlive() ? "running" : "ended with " + process.exitValue()) + ")";
    }

    private String await(Path file, Predicate<String> wanted) {
        Optional<String> line = Patience.patiently()
                .alias("a line of " + name)
                .until(
                        () -> {
                            // Asked first: what it wrote before it ended is then read below.
                            boolean alive = isAlive();
                            Optional<String> found = wholeLines(text(file)).stream()
                                    .filter(wanted)
                                    .findFirst();
                            if (found.isEmpty() && !alive) {
                                throw new AssertionError(name + " ended without the line\n" + tail());
                            }
                            return found;
                        },
                        Optional::isPresent);
        return line.orElseThrow();
    }

    private static List<String> wholeLines(String text) {
        return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String tail(String text) {
        List<String> lines = text.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }
}
