package io.integrator.webhooks.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code docker/train} on what goes into the image, with a Java that can, and the cache that it leaves. */
class TrainTest {

    private static final Path SERVERS = Path.of("../launcher/target/app");

    private record Told(int exit, String output) {}

    @TempDir
    private Path home;

    @Test
    void aProcessTakesWhatTheTrainingLearnt() throws Exception {
        Path java = trainedJava();
        furnish(classPath());
        Path cache = home.resolve("webhooks.aot");

        Told training = train(java, home.toString(), SERVERS.toString(), cache.toString());

        assertThat(training.exit()).as(training.output()).isZero();
        // This mode fails where the cache can't be used.
        Told version = run(new ProcessBuilder(
                java.toString(),
                "@" + home.resolve("java.options"),
                "-XX:AOTCache=" + cache,
                "-XX:AOTMode=on",
                "-Xlog:class+load",
                "-cp",
                "@" + home.resolve("class.path"),
                "io.integrator.webhooks.launcher.Main",
                "--version"));
        assertThat(version.exit()).as(version.output()).isZero();
        assertThat(version.output())
                .containsPattern("io\\.integrator\\.webhooks\\.launcher\\.ServeCommand source: shared objects file");
    }

    @Test
    void aServiceThatDoesNotStartIsToldAndLeavesNoCache() throws Exception {
        Path java = trainedJava();
        furnish("/nothing/here.jar");
        Path cache = home.resolve("webhooks.aot");

        Told training = train(java, home.toString(), SERVERS.toString(), cache.toString());

        assertThat(training.exit()).isEqualTo(1);
        assertThat(training.output()).contains("train: ended before is_ready", "io.integrator.webhooks.launcher.Main");
        assertThat(cache).doesNotExist();
    }

    @Test
    void calledWronglyItSaysHow() throws Exception {
        Told told = run(new ProcessBuilder("./train", "somewhere"));

        assertThat(told.exit()).isEqualTo(2);
        assertThat(told.output()).contains("docker/train HOME SERVERS CACHE").doesNotContain("#");
    }

    /** Fills {@link #home} as the image's /opt/webhooks is. */
    private void furnish(String classPath) throws IOException {
        Files.copy(Path.of("image/java.options"), home.resolve("java.options"));
        Path health = Files.copy(Path.of("image/health"), home.resolve("health"));
        assertThat(health.toFile().setExecutable(true)).isTrue();
        Files.writeString(home.resolve("class.path"), classPath);
    }

    /** The image's class path, with the jars where the build has them. */
    private static String classPath() throws IOException {
        return Stream.of(Files.readString(Path.of("target/app/class.path")).split(":"))
                .map(jar -> Path.of(jar).getFileName())
                .map(name -> Stream.of("libs", "modules")
                        .map(folder -> Path.of("target/app", folder).resolve(name))
                        .filter(Files::exists)
                        .findFirst()
                        .orElseThrow())
                .map(jar -> jar.toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Told train(Path java, String... arguments) throws Exception {
        ProcessBuilder builder = new ProcessBuilder("./train");
        builder.command().addAll(List.of(arguments));
        builder.environment().merge("PATH", java.getParent().toString(), (path, bin) -> bin + ":" + path);
        return run(builder);
    }

    private static Told run(ProcessBuilder builder) throws Exception {
        Process process = builder.redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return new Told(process.exitValue(), output);
    }

    /** The java that runs this or one beside it, if it is of the image's release or later: older ones have no such cache. */
    private static Path trainedJava() {
        List<Path> homes = Stream.concat(Stream.of(Path.of(System.getProperty("java.home"))), installed("/usr/lib/jvm"))
                .filter(TrainTest::canTrain)
                .toList();
        assumeTrue(!homes.isEmpty(), "There is no Java 25 or later here");
        return homes.get(0).resolve("bin/java");
    }

    private static Stream<Path> installed(String folder) {
        try (Stream<Path> homes = Files.list(Path.of(folder))) {
            return homes.sorted().toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    private static boolean canTrain(Path home) {
        Path release = home.resolve("release");
        try (Stream<String> lines = Files.isReadable(release) ? Files.lines(release) : Stream.empty()) {
            return lines.filter(line -> line.startsWith("JAVA_VERSION=\""))
                    .map(line -> line.replaceAll("\\D+(\\d+).*", "$1"))
                    .anyMatch(feature -> Integer.parseInt(feature) >= 25);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
