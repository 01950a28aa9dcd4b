package io.integrator.webhooks.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SchemaStateTest {

    @Test
    void aSchemaThatIsAsTheProcessKnowsItOrHasGrownIsWorkedOn() {
        assertThat(new SchemaState(4, 0).faultFor(4)).isEmpty();
        assertThat(new SchemaState(7, 0).faultFor(4)).isEmpty();
        assertThat(new SchemaState(7, 4).faultFor(4)).isEmpty();
    }

    @Test
    void aSchemaThatIsOlderIsNot() {
        assertThat(new SchemaState(3, 0).faultFor(4)).contains("the schema is at version 3 and this process needs 4");
    }

    @Test
    void aSchemaFromWhichSomethingWasTakenThatTheProcessUsesIsNot() {
        assertThat(new SchemaState(7, 5).faultFor(4))
                .contains("the schema is for processes that know version 5, and this one knows 4");
    }

    @Test
    void theNewestMigrationIsTheOneWithTheHighestNumber() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/main/resources/db/migration"))) {
            int highest = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("V"))
                    .mapToInt(name -> Integer.parseInt(name.substring(1, name.indexOf("__"))))
                    .max()
                    .orElseThrow();

            assertThat(SchemaState.known()).isEqualTo(highest);
        }
    }
}
