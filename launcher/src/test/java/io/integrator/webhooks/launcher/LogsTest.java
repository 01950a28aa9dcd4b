package io.integrator.webhooks.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class LogsTest {

    private final PrintStream stdout = System.out;

    @AfterEach
    void restore() {
        System.setOut(stdout);
        Logs.READABLE.use(false);
    }

    private String written(Consumer<Logger> logging) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        Logs.JSON.use(false);
        logging.accept(LoggerFactory.getLogger("io.integrator.webhooks.test"));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aLineOfServeIsOneJsonObjectWithItsKeysAsMembers() {
        String text = written(log -> log.atInfo()
                .addKeyValue("integratorId", "acme")
                .addKeyValue("rows", 5)
                .addKeyValue("roles", List.of("api", "delivery"))
                .addKeyValue("reason", (Object) null)
                .log("A line of {} words", 5));

        JsonObject line = new JsonObject(text);
        assertThat(line.fieldNames())
                .containsExactly(
                        "timestamp", "level", "logger", "thread", "message", "integratorId", "rows", "roles", "reason");
        assertThat(line.getString("timestamp")).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
        assertThat(line.getString("level")).isEqualTo("INFO");
        assertThat(line.getString("logger")).isEqualTo("io.integrator.webhooks.test");
        assertThat(line.getString("message")).isEqualTo("A line of 5 words");
        assertThat(line.getString("integratorId")).isEqualTo("acme");
        assertThat(line.getInteger("rows")).isEqualTo(5);
        assertThat(line.getJsonArray("roles")).containsExactly("api", "delivery");
        assertThat(line.getValue("reason")).isNull();
    }

    @Test
    void anExceptionIsOneMemberThatBeginsWithWhatFailedFirst() {
        Exception failure = new IllegalStateException("outer", new IllegalArgumentException("inner\nline"));

        String text = written(log -> log.atError().setCause(failure).log("It failed"));

        assertThat(text).hasLineCount(1).endsWith("\n");
        assertThat(new JsonObject(text).getString("stack"))
                .startsWith("java.lang.IllegalArgumentException: inner\nline")
                .contains("Wrapped by: java.lang.IllegalStateException: outer", "\tat ");
    }

    @Test
    void whateverIsInALineItIsOneLineAndNotTooLong() {
        String text = written(log -> log.atInfo()
                .addKeyValue("reason", "\ud800\u0000\n\"" + "x".repeat(100_000))
                .addKeyValue("message", "a key that is taken")
                .setCause(new IllegalStateException("y".repeat(100_000)))
                .log("z".repeat(100_000)));

        assertThat(text).hasLineCount(1).hasSizeLessThan(16_384);
        assertThat(new JsonObject(text).getString("message")).startsWith("zzz");
    }

    @Test
    void aValueIsToldByItselfAndNotByItsMembers() {
        record Hiding(String secret) {
            @Override
            public String toString() {
                return "hidden";
            }
        }

        String text = written(log -> log.atInfo()
                .addKeyValue("reason", new Hiding("hush"))
                .addKeyValue("roles", List.of(new Hiding("hush")))
                .log("It"));

        assertThat(text).contains("hidden").doesNotContain("hush");
    }
}
