package io.integrator.webhooks.embedded;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What a server that runs in a process of its own says. */
record ServerLog(Path file) {

    private static final int LINES_IN_ERRORS = 15;
    private static final long BYTES_KEPT = 10_000_000;

    Redirect redirect() {
        return Redirect.appendTo(file.toFile());
    }

    /** Begins anew when it has become too long. */
    void trim() throws IOException {
        if (Files.exists(file) && Files.size(file) > BYTES_KEPT) {
            Files.delete(file);
        }
    }

    /** Its last lines, to be put behind an error's message. */
    String end() {
        try {
            List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
            int from = Math.max(0, lines.size() - LINES_IN_ERRORS);
            return "; its log ends:\n" + String.join("\n", lines.subList(from, lines.size()));
        } catch (IOException e) {
            return "; it wrote no log";
        }
    }
}
