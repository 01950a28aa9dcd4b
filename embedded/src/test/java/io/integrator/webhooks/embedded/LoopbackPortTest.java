package io.integrator.webhooks.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LoopbackPortTest {

    /** Two servers that start together don't listen yet when the second one chooses. */
    @Test
    void noneIsGivenOutTwice() {
        List<Integer> ports =
                IntStream.range(0, 1_000).mapToObj(n -> LoopbackPort.free()).toList();

        assertThat(ports).doesNotHaveDuplicates();
    }

    @Test
    void oneThatIsListenedOnIsRefused() throws IOException {
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = listening.getLocalPort();

            assertThatThrownBy(() -> LoopbackPort.requireFree(port, "Postgres"))
                    .isInstanceOf(PortTakenException.class)
                    .hasMessageContaining(Integer.toString(port))
                    .hasMessageContaining("Postgres");
        }
    }
}
