package io.integrator.webhooks.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
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

    /** Postgres and Kafka start together, and Postgres starts processes while Kafka looks at its port. */
    @Test
    void processesThatAreStartedMeanwhileDoNotTakeIt() throws Exception {
        int port = LoopbackPort.free();
        AtomicBoolean over = new AtomicBoolean();
        FutureTask<Void> starts = new FutureTask<>(() -> startProcessesUntil(over));
        new Thread(starts, "starts-processes").start();

        try {
            assertThatCode(() -> {
                        for (int i = 0; i < 20_000; i++) {
                            LoopbackPort.requireFree(port, "Kafka");
                        }
                    })
                    .doesNotThrowAnyException();
        } finally {
            over.set(true);
        }
        starts.get();
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

    private static Void startProcessesUntil(AtomicBoolean over) throws IOException, InterruptedException {
        do {
            new ProcessBuilder("true").start().waitFor();
        } while (!over.get());
        return null;
    }
}
