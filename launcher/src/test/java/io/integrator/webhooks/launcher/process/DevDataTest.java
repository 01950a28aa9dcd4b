package io.integrator.webhooks.launcher.process;

import static io.integrator.webhooks.launcher.process.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What {@code dev --data} keeps. */
class DevDataTest {

    @RegisterExtension
    static final Processes PROCESSES = new Processes();

    @TempDir
    private Path directory;

    @AfterEach
    void endWhatATestLeft() throws IOException {
        PROCESSES.endAll();
        Path pid = postmaster();
        if (Files.exists(pid)) {
            ProcessHandle.of(pidIn(pid)).ifPresent(ProcessHandle::destroyForcibly);
        }
    }

    @Test
    void webhooksOutliveAStopAndAKill() throws IOException {
        DevSite site = new DevSite(PROCESSES, directory.resolve("cache"));
        String data = directory.resolve("data").toString();
        DevSite.Dev first = site.startDev("--data", data);

        try (Subscriber subscriber = Subscriber.start()) {
            String webhook = first.api().register(subscriber.url("/"), "payment.completed");
            String secret = first.api().secret(webhook);
            assertThat(first.process().stop()).isZero();

            DevSite.Dev second = site.startDev("--data", data);
            assertThat(second.api().secret(webhook)).isEqualTo(secret);
            ProcessHandle orphan = ProcessHandle.of(pidIn(postmaster())).orElseThrow();
            second.process().kill();
            assertThat(orphan.isAlive()).isTrue();

            DevSite.Dev third = site.startDev("--data", data);
            assertThat(orphan.isAlive()).isFalse();
            assertThat(third.api().webhooks()).containsExactly(third.api().webhook(webhook));
            CommandProcess publisher = site.start("publish", "payment.completed");
            assertThat(publisher.exitCode()).as(publisher.err()).isZero();
            patiently().until(() -> !subscriber.received().isEmpty());
            assertThat(subscriber.ids()).containsExactly(publisher.out().strip());
            assertThat(subscriber.received().get(0).isSignedWith(secret)).isTrue();
            assertThat(third.process().stop()).isZero();
        }
    }

    private Path postmaster() {
        return directory.resolve("data/postgres/data/postmaster.pid");
    }

    private static long pidIn(Path file) throws IOException {
        return Long.parseLong(Files.readAllLines(file).get(0).strip());
    }
}
