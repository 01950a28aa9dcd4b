package io.integrator.webhooks.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/security.md calls a proof is there. */
class ThreatModelTest {

    private static final Path ROOT = Path.of("..");
    private static final Pattern NAME_OF_A_TEST = Pattern.compile("\\b[A-Z]\\w+Test\\b");

    @Test
    void everyTestThatItNamesExists() throws IOException {
        Set<String> named = NAME_OF_A_TEST
                .matcher(Files.readString(ROOT.resolve("docs/security.md")))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.toSet());

        assertThat(named).isNotEmpty();
        assertThat(tests()).containsAll(named);
    }

    private static Set<String> tests() throws IOException {
        try (Stream<Path> modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve("src/test/java"))
                    .filter(Files::isDirectory)
                    .flatMap(ThreatModelTest::sources)
                    .map(source -> source.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());
        }
    }

    private static Stream<Path> sources(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
