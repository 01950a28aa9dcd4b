package io.integrator.webhooks.launcher.process;

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
final class Processes
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
    CommandProcess start(Map<String, String> environment, String... arguments) {
        String name = "%02d-%s".formatted(count.incrementAndGet(), arguments[0]);
        CommandProcess process = CommandProcess.start(outputs, name, environment, List.of(arguments));
        started.add(process);
        return process;
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
