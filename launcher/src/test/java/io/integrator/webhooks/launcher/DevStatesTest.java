package io.integrator.webhooks.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DevStatesTest {

    private static final TokenIssuer.Audience AUDIENCE = new TokenIssuer.Audience("i", "a", "c");

    @TempDir
    private Path directory;

    @Test
    void aRunningDevIsFound() {
        DevStates states = new DevStates(directory.resolve("states"));
        DevState state = ofThisProcess(0);

        states.add(state);

        assertThat(states.running()).contains(state);
    }

    @Test
    void oneThatHasEndedIsNot() {
        DevStates states = new DevStates(directory);
        states.add(new DevState(Long.MAX_VALUE, 1, "localhost:1", "t", directory, AUDIENCE));

        assertThatThrownBy(() -> states.requireRunning("--kafka"))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("webhooks dev")
                .hasMessageContaining("--kafka");
    }

    @Test
    void anotherProcessWithTheSamePidIsNot() {
        DevStates states = new DevStates(directory);
        states.add(ofThisProcess(-1));

        assertThat(states.running()).isEmpty();
    }

    @Test
    void aFileThatIsNoneOfOursIsPassedOver() throws IOException {
        DevStates states = new DevStates(directory);
        Files.writeString(directory.resolve("dev-1.json"), "{");
        Files.writeString(directory.resolve("dev-2.json"), "{}");

        assertThat(states.running()).isEmpty();
    }

    private DevState ofThisProcess(long startedAfter) {
        ProcessHandle self = ProcessHandle.current();
        return new DevState(
                self.pid(), DevState.startOf(self) + startedAfter, "localhost:1", "domain-events", directory, AUDIENCE);
    }
}
