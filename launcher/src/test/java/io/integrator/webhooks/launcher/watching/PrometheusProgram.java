package io.integrator.webhooks.launcher.watching;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of Debian's package {@code prometheus}: on the path, or where {@code docker/prometheus/install-tools} puts it. */
final class PrometheusProgram {

    private static final Path INSTALLED = Path.of("target", "prometheus", "usr", "bin");
    private static final long SECONDS = 60;

    private final Path file;

    private PrometheusProgram(Path file) {
        this.file = file;
    }

    /** Skips the test, and says why, when it isn't there. */
    static PrometheusProgram assumed(String name) {
        Optional<Path> found = Stream.concat(
                        Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                                .map(Path::of),
                        Stream.of(INSTALLED))
                .map(directory -> directory.resolve(name).toAbsolutePath())
                .filter(Files::isExecutable)
                .findFirst();
        assumeTrue(found.isPresent(), () -> name + " is missing: run docker/prometheus/install-tools");
        return new PrometheusProgram(found.orElseThrow());
    }

    /** Runs it in a directory; throws with what it said unless it succeeds. */
    void succeeds(Path directory, String... arguments) throws IOException, InterruptedException {
        Path output = Files.createTempFile("prometheus", ".out");
        try {
            Process process = start(directory, output, arguments);
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        } finally {
            Files.delete(output);
        }
    }

    /** Starts it in a directory, with what it says going to a file. */
    Process start(Path directory, Path output, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(file.toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }
}
