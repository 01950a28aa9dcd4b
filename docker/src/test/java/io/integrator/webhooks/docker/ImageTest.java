package io.integrator.webhooks.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The image as jib writes it, and what the Dockerfile says of the same. */
class ImageTest {

    private static final Path APP = Path.of("target/app");
    private static final String HOME = "opt/webhooks/";
    private static final int OTHERS_MAY_WRITE = 0002;

    private static ImageTar image;
    private static Dockerfile dockerfile;

    @BeforeAll
    static void read() throws IOException {
        image = ImageTar.read(Path.of("target/image-on-nothing.tar"));
        dockerfile = Dockerfile.read();
    }

    @Test
    void bothImagesRunTheSameAsNobody() {
        JsonObject container = image.container();

        assertThat(container.getString("User")).isEqualTo("10001:10001").isEqualTo(dockerfile.user());
        assertThat(texts(container, "Entrypoint")).isEqualTo(dockerfile.words("ENTRYPOINT"));
        assertThat(texts(container, "Cmd")).isEqualTo(dockerfile.words("CMD"));
        assertThat(container.getJsonObject("ExposedPorts").fieldNames()).containsExactly("8080/tcp", "8081/tcp");
        assertThat(texts(container, "Env")).contains("WEBHOOKS_MANAGEMENT_HOST=0.0.0.0");
        assertThat(dockerfile.value("WEBHOOKS_MANAGEMENT_HOST")).isEqualTo("0.0.0.0");
    }

    @Test
    void labelsTellWhatItIsAndOfWhichVersion() {
        JsonObject labels = image.container().getJsonObject("Labels");

        assertThat(labels.fieldNames()).allMatch(name -> name.startsWith("org.opencontainers.image."));
        for (String name : List.of("title", "description", "licenses")) {
            String label = "org.opencontainers.image." + name;
            assertThat(labels.getString(label)).isEqualTo(dockerfile.value(label));
        }
        assertThat(labels.getString("org.opencontainers.image.version"))
                .isEqualTo(System.getProperty("project.version"));
    }

    @Test
    void itHoldsWhatServesAndNothingThatDevStandsOn() throws IOException {
        Set<String> jars = new TreeSet<>();
        image.files().keySet().stream()
                .filter(name -> name.startsWith(HOME + "libs/"))
                .forEach(name -> jars.add(name.substring((HOME + "libs/").length())));

        assertThat(jars).containsExactlyElementsOf(shippedJars());
        assertThat(jars)
                .anyMatch(name -> name.startsWith("launcher-"))
                .anyMatch(name -> name.startsWith("kafka-clients-"))
                .noneMatch(name -> Stream.of(
                                "embedded", "kafka_", "kafka-metadata", "testcontainers", "junit", "bench", "helm")
                        .anyMatch(name::startsWith));
        assertThat(image.files())
                .containsKeys(HOME + "THIRD-PARTY.txt", HOME + "java.options", HOME + "class.path", HOME + "health");
    }

    @Test
    void theClassPathNamesEveryJarOfTheImage() throws IOException {
        List<String> named = List.of(Files.readString(APP.resolve("class.path")).split(":", -1));

        assertThat(named)
                .containsExactlyInAnyOrderElementsOf(shippedJars().stream()
                        .map(jar -> "/" + HOME + "libs/" + jar)
                        .toList());
    }

    @Test
    void othersJarsAreALayerOfTheirOwn() {
        List<List<String>> libs = image.layers().stream()
                .map(entries -> entries.stream()
                        .map(TarArchiveEntry::getName)
                        .filter(name -> name.endsWith(".jar"))
                        .toList())
                .filter(names -> !names.isEmpty())
                .toList();

        assertThat(libs).hasSize(2);
        assertThat(libs.get(0)).noneMatch(name -> name.contains("/launcher-"));
        assertThat(libs.get(1)).anyMatch(name -> name.contains("/launcher-")).hasSize(4);
    }

    @Test
    void theSameCommitGivesTheSameBytes() {
        Instant dated = Instant.parse(System.getProperty("project.build.outputTimestamp"));

        assertThat(Instant.parse(image.configuration().getString("created"))).isEqualTo(dated);
        for (Map.Entry<String, TarArchiveEntry> file : image.files().entrySet()) {
            TarArchiveEntry entry = file.getValue();
            // Two files of jib's own are always of 1970.
            assertThat(entry.getLastModifiedDate().toInstant())
                    .as(file.getKey())
                    .isEqualTo(file.getKey().startsWith(HOME + "jib-") ? Instant.ofEpochSecond(1) : dated);
            assertThat(entry.getLongUserId()).as(file.getKey()).isZero();
            assertThat(entry.getMode() & OTHERS_MAY_WRITE).as(file.getKey()).isZero();
        }
        assertThat(image.files().get(HOME + "health").getMode() & 0777).isEqualTo(0755);
    }

    @Test
    void theRuntimeOfTheDockerfileHasEveryModuleThatTheJarsName() throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("--multi-release", "17", "--ignore-missing-deps", "--print-module-deps", "-q"));
        arguments.addAll(List.of("--class-path", classPath(), "--recursive"));
        try (Stream<Path> modules = Files.list(APP.resolve("modules"))) {
            modules.map(Path::toString).forEach(arguments::add);
        }

        StringWriter told = new StringWriter();
        int exit = jdeps().run(new PrintWriter(told), new PrintWriter(told), arguments.toArray(String[]::new));

        assertThat(exit).as(told.toString()).isZero();
        String last = told.toString().strip().lines().reduce("", (former, line) -> line);
        assertThat(dockerfile.modules()).containsAll(Arrays.asList(last.split(",", -1)));
    }

    private static List<String> texts(JsonObject container, String name) {
        return container.getJsonArray(name).stream().map(String::valueOf).toList();
    }

    private static ToolProvider jdeps() {
        ToolProvider jdeps = ToolProvider.findFirst("jdeps").orElse(null);
        assumeTrue(jdeps != null, "This Java has no jdeps");
        return jdeps;
    }

    private static String classPath() throws IOException {
        try (Stream<Path> libs = Files.list(APP.resolve("libs"))) {
            return libs.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
    }

    private static Set<String> shippedJars() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String folder : List.of("libs", "modules")) {
            try (Stream<Path> files = Files.list(APP.resolve(folder))) {
                files.forEach(file -> names.add(file.getFileName().toString()));
            }
        }
        return names;
    }
}
