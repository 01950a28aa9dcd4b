package io.integrator.webhooks.bench.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.integrator.webhooks.launcher.CommandException;
import io.integrator.webhooks.settings.Setting;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A JVM on this one's class path that writes what it says to a file. */
public final class JavaProcess implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofMinutes(1);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final int TAIL_LINES = 20;
    private static final Pattern PEAK_MEMORY = Pattern.compile("VmHWM:\\s+(\\d+) kB");
    private static final long BYTES_PER_KIB = 1_024;
    private static final int UNSAFE_ACCESS_WARNED_OF = 24;

    private final String name;
    private final Path output;
    private final Process process;

    private JavaProcess(String name, Path output, Process process) {
        this.name = name;
        this.output = output;
        this.process = process;
    }

    /**
     * Starts one. Its standard input ends when this JVM does.
     *
     * @param outputs     the directory for what it says
     * @param java        options of its JVM, beside those that newer Javas ask for
     * @param environment what it has beside this JVM's environment, of which nothing is meant for the service
     */
    public static JavaProcess start(
            Path outputs,
            String name,
            List<String> java,
            Class<?> main,
            List<String> arguments,
            Map<String, String> environment) {
        Path output = outputs.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(commandLine(java, main, arguments))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(variable -> variable.startsWith(Setting.PREFIX));
        builder.environment().putAll(environment);
        try {
            return new JavaProcess(name, output, builder.start());
        } catch (IOException e) {
            throw new CommandException("the process " + name + " can't be started", e);
        }
    }

    /** The flags of {@code ./webhooks serve}: none but what newer Javas ask for. */
    private static List<String> commandLine(List<String> java, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() >= UNSAFE_ACCESS_WARNED_OF) {
            command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        }
        command.addAll(java);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        return command;
    }

    /** The first whole line that is wanted. */
    public String awaitLine(Predicate<String> wanted) {
        return Wait.until("the start of the process " + name, START_LIMIT, () -> {
            // Asked first: what it wrote before it ended is then read below.
            boolean alive = process.isAlive();
            String text = text();
            Optional<String> line = text.substring(0, text.lastIndexOf('\n') + 1)
                    .lines()
                    .filter(wanted)
                    .findFirst();
            if (line.isEmpty() && !alive) {
                throw new CommandException("the process " + name + " ended at its start: " + tail());
            }
            return line;
        });
    }

    /** Throws what it said last when it has ended. */
    public void requireAlive() {
        if (!process.isAlive()) {
            throw new CommandException(
                    "the process " + name + " ended with " + process.exitValue() + " meanwhile: " + tail());
        }
    }

    /** The end of what it said, for messages. */
    public String tail() {
        List<String> lines = text().lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }

    /** Processor time of all its threads since it started. */
    public Duration cpu() {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new CommandException("this system does not tell processor times"));
    }

    /** Returns when it has collected all its garbage. */
    public void collectGarbage() {
        run(
                "told to collect its garbage",
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(process.pid()),
                "GC.run");
    }

    /** The most memory that it has had resident since it started. */
    public long peakMemoryBytes() {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        try (Stream<String> lines = Files.lines(status, UTF_8)) {
            return lines.map(PEAK_MEMORY::matcher)
                    .filter(Matcher::matches)
                    .mapToLong(line -> Long.parseLong(line.group(1)) * BYTES_PER_KIB)
                    .findFirst()
                    .orElseThrow(() -> new CommandException("this system does not tell the most memory of a process"));
        } catch (IOException e) {
            throw new CommandException("the memory of the process " + name + " can't be read", e);
        }
    }

    /** Sends it a signal, such as {@code STOP}. */
    public void signal(String signal) {
        run("sent " + signal, "kill", "-" + signal, Long.toString(process.pid()));
    }

    /** Ends it as a crash does, with nothing done in order; returns when it has ended. */
    public void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** Ends it in order or, when it doesn't end for a minute, at once. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
    }

    /** @param what the process can't be when the command fails */
    private void run(String what, String... command) {
        String fault = "the process " + name + " can't be " + what;
        try {
            Process other = new ProcessBuilder(command)
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.INHERIT)
                    .start();
            if (other.waitFor() != 0) {
                throw new CommandException(fault);
            }
        } catch (IOException e) {
            throw new CommandException(fault, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String text() {
        try {
            return Files.readString(output, UTF_8);
        } catch (IOException e) {
            throw new CommandException("what the process " + name + " says can't be read", e);
        }
    }
}
