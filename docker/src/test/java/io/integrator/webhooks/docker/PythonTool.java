package io.integrator.webhooks.docker;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program that validates, as {@code src/test/tools/install-tools} installs it. */
record PythonTool(Path program) {

    private static final Path INSTALLED = Path.of("target/tools/python/bin");

    /** What a run came to. */
    record Run(int exit, String output) {}

    /** Skips the test, and says why, when it isn't installed. */
    static PythonTool assumed(String program) {
        Path path = INSTALLED.resolve(program);
        assumeTrue(
                Files.isExecutable(path),
                () -> path + " isn't there, so nothing is validated with it; run docker/src/test/tools/install-tools");
        return new PythonTool(path.toAbsolutePath());
    }

    /** Runs it to its end, for a minute at most. */
    Run run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            boolean ended = process.waitFor(1, TimeUnit.MINUTES);
            return new Run(ended ? process.exitValue() : -1, output);
        } finally {
            process.destroyForcibly();
        }
    }
}
