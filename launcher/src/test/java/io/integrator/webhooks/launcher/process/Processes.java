package io.integrator.webhooks.launcher.process;

import io.integrator.webhooks.launcher.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.LifecycleMethodExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/**
 * The processes that a test class starts. None outlives the class nor this JVM; what they said last is told with a failure,
 * and all of it is under {@code target/processes}.
 */
public final class Processes
        implements BeforeAllCallback,
                AfterAllCallback,
                TestExecutionExceptionHandler,
                LifecycleMethodExecutionExceptionHandler {

    private static final long STOP_SECONDS = 20;

    private final List<CommandProcess> started = new CopyOnWriteArrayList<>();
    private final AtomicInteger count = new AtomicInteger();
    private final Thread atTheEnd = new Thread(this::endAll, "end-processes");
    private Path outputs;

    /** Starts a command; its name for people is the first of its arguments. */
    public CommandProcess start(Map<String, String> environment, String... arguments) {
        return start(arguments[0], environment, Main.class, arguments);
    }

    /** Starts another program of this class path. */
    public CommandProcess start(Class<?> program, String... arguments) {
        return start(program.getSimpleName(), Map.of(), program, arguments);
    }

    private CommandProcess start(String name, Map<String, String> environment, Class<?> program, String... arguments) {
        CommandProcess process = CommandProcess.start(
                outputs, "%02d-%s".formatted(count.incrementAndGet(), name), environment, program, List.of(arguments));
        started.add(process);
        return process;
    }

    /** All that those of this class have written so far, on stdout and stderr. */
    String said() {
        return started.stream().map(process -> process.out() + process.err()).collect(Collectors.joining("\n"));
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        outputs = Files.createDirectories(
                Path.of("target", "processes", context.getRequiredTestClass().getSimpleName())
                        .toAbsolutePath());
        Runtime.getRuntime().addShutdownHook(atTheEnd);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        endAll();
        Runtime.getRuntime().removeShutdownHook(atTheEnd);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw withTails(failure);
    }

    @Override
    public void handleBeforeAllMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw withTails(failure);
    }

    @Override
    public void handleBeforeEachMethodExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        throw withTails(failure);
    }

    private Throwable withTails(Throwable failure) {
        failure.addSuppressed(new AssertionError("what the processes said last:\n"
                + started.stream().map(CommandProcess::tail).collect(Collectors.joining("\n"))));
        return failure;
    }

    /** In order first, all at once: a killed {@code dev} leaves its Postgres behind. */
    void endAll() {
        started.forEach(CommandProcess::requestStop);
        long latest = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
        for (CommandProcess process : started) {
            if (!process.endsBefore(latest)) {
                process.kill();
            }
        }
        started.clear();
    }
}
