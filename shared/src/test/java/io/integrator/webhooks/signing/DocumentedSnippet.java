package io.integrator.webhooks.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A function of {@code docs/integrating.md} that verifies a signature, with a program around it that asks it about messages.
 *
 * @param language as the document's block is marked
 * @param tool     what runs it
 * @param file     the snippet's file
 * @param suffix   put behind the snippet, in the same file
 * @param more     the program's other file; empty for none
 * @param build    run first; empty for none
 * @param run      run with the messages as arguments, six each
 */
record DocumentedSnippet(
        String language,
        Path tool,
        String file,
        String suffix,
        List<String> more,
        List<String> build,
        List<String> run) {

    private static final Path DOCUMENT = Path.of("../docs/integrating.md");
    private static final Path JDK = Path.of(System.getProperty("java.home"), "bin");

    /** What a receiver knows of a delivery. */
    record Message(String secret, String id, long timestamp, String signatures, String body, long now) {

        private Stream<String> fields() {
            return Stream.of(secret, id, Long.toString(timestamp), signatures, body, Long.toString(now));
        }
    }

    static DocumentedSnippet java() {
        String asker = """
                public class Ask {
                    public static void main(String[] given) throws Exception {
                        for (int i = 0; i < given.length; i += 6) {
                            System.out.println(WebhookSignature.verify(given[i], given[i + 1], given[i + 2], given[i + 3],
                                    given[i + 4].getBytes("UTF-8"), Long.parseLong(given[i + 5])));
                        }
                    }
                }
                """;
        return new DocumentedSnippet(
                "java",
                JDK.resolve("javac"),
                "WebhookSignature.java",
                "",
                List.of("Ask.java", asker),
                List.of(JDK.resolve("javac").toString(), "Ask.java"),
                List.of(JDK.resolve("java").toString(), "-cp", ".", "Ask"));
    }

    static DocumentedSnippet javaScript() {
        String suffix = """
                const given = process.argv.slice(2);
                for (let i = 0; i < given.length; i += 6) {
                  const [secret, id, timestamp, signatures, body, now] = given.slice(i, i + 6);
                  console.log(verify(secret, id, timestamp, signatures, Buffer.from(body), Number(now)));
                }
                """;
        Path node = onThePath("node");
        return new DocumentedSnippet(
                "javascript", node, "verify.js", suffix, List.of(), List.of(), List.of(node.toString(), "verify.js"));
    }

    static DocumentedSnippet python() {
        String suffix = """
                import sys
                given = sys.argv[1:]
                for i in range(0, len(given), 6):
                    secret, id, timestamp, signatures, body, now = given[i:i + 6]
                    print(str(verify(secret, id, timestamp, signatures, body.encode(), float(now))).lower())
                """;
        Path python = onThePath("python3");
        return new DocumentedSnippet(
                "python", python, "verify.py", suffix, List.of(), List.of(), List.of(python.toString(), "verify.py"));
    }

    static DocumentedSnippet go() {
        String asker = """
                package webhook

                import (
                	"os"
                	"strconv"
                	"testing"
                )

                func TestAsk(t *testing.T) {
                	given := os.Args[2:]
                	for i := 0; i < len(given); i += 6 {
                		now, _ := strconv.ParseInt(given[i+5], 10, 64)
                		println(Verify(given[i], given[i+1], given[i+2], given[i+3], []byte(given[i+4]), now))
                	}
                }
                """;
        Path go = onThePath("go");
        return new DocumentedSnippet(
                "go",
                go,
                "verify.go",
                "",
                List.of("verify_test.go", asker),
                List.of(go.toString(), "test", "-c", "-o", "ask", "verify.go", "verify_test.go"),
                List.of("./ask", "-test.run=TestAsk"));
    }

    /** What the snippet says of each message. Skips the test, and says why, when nothing runs its language here. */
    List<Boolean> verify(Path directory, List<Message> messages) throws IOException, InterruptedException {
        assumeTrue(
                Files.isExecutable(tool),
                () -> "no " + tool + " on the PATH, so the snippet in " + language + " isn't run");
        Files.writeString(directory.resolve(file), text() + suffix);
        if (!more.isEmpty()) {
            Files.writeString(directory.resolve(more.get(0)), more.get(1));
        }
        if (!build.isEmpty()) {
            execute(directory, build);
        }
        List<String> command = new ArrayList<>(run);
        messages.stream().flatMap(Message::fields).forEach(command::add);
        return execute(directory, command)
                .lines()
                .filter(line -> line.equals("true") || line.equals("false"))
                .map(Boolean::valueOf)
                .toList();
    }

    private String text() throws IOException {
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(DOCUMENT));
        assertThat(block.find()).as("a block in %s", language).isTrue();
        return block.group(1);
    }

    private static String execute(Path directory, List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile(directory, "output", ".txt");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(120, TimeUnit.SECONDS))
                    .as("%s ended", command)
                    .isTrue();
        } finally {
            process.destroyForcibly().waitFor();
        }
        String said = Files.readString(output);
        assertThat(process.exitValue()).as(said).isZero();
        return said;
    }

    /** The program's name alone when it isn't there, which no working directory has. */
    private static Path onThePath(String program) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(Path.of(program));
    }

    @Override
    public String toString() {
        return language;
    }
}
