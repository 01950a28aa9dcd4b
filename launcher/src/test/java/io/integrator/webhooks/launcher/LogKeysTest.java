package io.integrator.webhooks.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** One key for one thing: every key of every line of the product's log is in the table of docs/operating.md. */
class LogKeysTest {

    private static final Path ROOT = Path.of("..");
    private static final List<String> MODULES =
            List.of("shared", "api-verticle", "delivery-verticle", "launcher", "embedded");

    /** The first of two arguments, up to the comma. */
    private static final Pattern KEY = Pattern.compile("\\.addKeyValue\\(\\s*([^,()]+),");

    private static final Pattern LITERAL = Pattern.compile("\"([a-z][A-Za-z]*)\"");
    private static final Pattern PATTERN_IN_MESSAGE = Pattern.compile("\\.log\\(\\s*\"[^\"]*\\{}");
    private static final Pattern WITHOUT_KEYS = Pattern.compile("\\b(?i:log)\\.(trace|debug|info|warn|error)\\(");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| (`[^|]+`) \\|");
    private static final Pattern NAME = Pattern.compile("`([^`]+)`");

    private static List<String> sources() {
        return MODULES.stream()
                .flatMap(module -> filesUnder(ROOT.resolve(module).resolve("src/main/java")))
                .map(LogKeysTest::read)
                .toList();
    }

    private static Stream<Path> filesUnder(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NavigableSet<String> used() {
        NavigableSet<String> keys = new TreeSet<>();
        sources().stream()
                .flatMap(source -> KEY.matcher(source).results())
                .map(match -> match.group(1).strip())
                .forEach(key -> {
                    assertThat(key).as("a key is a word in the source").matches(LITERAL);
                    keys.add(key.substring(1, key.length() - 1));
                });
        return keys;
    }

    /** Those of the second of the section's tables; the first has what every line has. */
    private static NavigableSet<String> documented() {
        String section = read(ROOT.resolve("docs/operating.md"))
                .split("(?m)^## Logs$", 2)[1]
                .split("(?m)^## ", 2)[0];
        NavigableSet<String> keys = new TreeSet<>();
        ROW.matcher(section)
                .results()
                .map(row -> row.group(1))
                .flatMap(names -> NAME.matcher(names).results())
                .map(name -> name.group(1))
                .forEach(keys::add);
        return keys;
    }

    @Test
    void everyKeyIsDocumentedAndEveryDocumentedOneIsUsed() {
        NavigableSet<String> expected = used();
        expected.addAll(JsonLines.MEMBERS);

        assertThat(documented()).isEqualTo(expected);
    }

    @Test
    void noKeyIsAMemberThatEveryLineHas() {
        assertThat(used()).doesNotContainAnyElementsOf(JsonLines.MEMBERS);
    }

    @Test
    void messagesAreTheSameEachTimeAndWhatVariesHasAKey() {
        assertThat(sources()).allSatisfy(source -> {
            assertThat(found(PATTERN_IN_MESSAGE, source)).isEmpty();
            assertThat(found(WITHOUT_KEYS, source)).isEmpty();
        });
    }

    private static List<String> found(Pattern pattern, String source) {
        return pattern.matcher(source).results().map(MatchResult::group).toList();
    }
}
