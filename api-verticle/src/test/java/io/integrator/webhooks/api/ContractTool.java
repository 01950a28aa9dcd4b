package io.integrator.webhooks.api;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program for OpenAPI documents that isn't Java's, as {@code src/test/contract/install-tools} installs it. */
record ContractTool(Path program) {

    static final Path FOLDER = Path.of("src/test/contract");

    private static final Path INSTALLED = Path.of("target/contract-tools");

    /** What a run came to. */
    record Run(int exit, String output) {}

    /** Skips the test, and says why, when it isn't installed. */
    static ContractTool assumed(String program) {
        Path path = INSTALLED.resolve(program);
        assumeTrue(
                Files.isExecutable(path),
                () -> path + " isn't there, so nothing checks the contract with it; run api-verticle/" + FOLDER
                        + "/install-tools");
        return new ContractTool(path.toAbsolutePath());
    }

    /** Runs it to its end, for {@code seconds} at most. */
    Run run(Path directory, long seconds, List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(arguments);
        Path output = Files.createTempFile(directory, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
            return new Run(ended ? process.exitValue() : -1, Files.readString(output));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
