package io.integrator.webhooks.docker;

import io.vertx.core.json.JsonArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code docker/Dockerfile} says. */
record Dockerfile(String text) {

    static Dockerfile read() throws IOException {
        return new Dockerfile(Files.readString(Path.of("Dockerfile")));
    }

    /** The words of the instruction in exec form, such as {@code ENTRYPOINT}. */
    List<String> words(String instruction) {
        return new JsonArray(line("(?m)^" + instruction + " (\\[.*])$"))
                .stream().map(String::valueOf).toList();
    }

    /** The user of the last stage, which is the image. */
    String user() {
        return text.substring(text.lastIndexOf("\nUSER ") + "\nUSER ".length())
                .lines()
                .findFirst()
                .orElseThrow();
    }

    /** The modules of the runtime that jlink makes. */
    List<String> modules() {
        return List.of(line("--add-modules (\\S+)").split(",", -1));
    }

    /** The values of labels, environment and the like, by the name before the equals sign. */
    String value(String name) {
        return line(Pattern.quote(name) + "=\"?([^\"\\n]*?)\"?( \\\\)?\\n");
    }

    private String line(String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("The Dockerfile has no " + pattern);
        }
        return matcher.group(1);
    }
}
