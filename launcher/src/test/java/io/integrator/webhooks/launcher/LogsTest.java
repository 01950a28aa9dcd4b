package io.integrator.webhooks.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LogsTest {

    private final PrintStream stdout = System.out;

    @AfterEach
    void restore() {
        System.setOut(stdout);
        Logs.READABLE.use(false);
    }

    @Test
    void aLineOfServeIsOneJsonObjectWithItsKeysAndValues() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        Logs.JSON.use(false);

        LoggerFactory.getLogger("io.integrator.webhooks.test")
                .atInfo()
                .addKeyValue("integratorId", "acme")
                .log("A line of {} words", 5);

        JsonObject line = new JsonObject(bytes.toString(StandardCharsets.UTF_8));
        assertThat(line.getString("level")).isEqualTo("INFO");
        assertThat(line.getString("formattedMessage")).isEqualTo("A line of 5 words");
        assertThat(line.getJsonArray("kvpList").getJsonObject(0).getString("integratorId"))
                .isEqualTo("acme");
    }
}
