package io.integrator.webhooks.launcher.faults;

import io.integrator.webhooks.embedded.LoopbackPort;
import io.integrator.webhooks.launcher.process.CommandProcess;
import io.integrator.webhooks.launcher.process.Processes;
import java.nio.file.Path;

/** A Kafka broker in a process of its own, so that it can be killed. Its records outlive the process. */
final class KafkaProcess {

    private final Processes processes;
    private final Path directory;
    private final int port = LoopbackPort.free();
    private int advertisedPort;
    private CommandProcess process;

    /** Not started yet. */
    KafkaProcess(Processes processes, Path directory) {
        this.processes = processes;
        this.directory = directory;
    }

    /** Where it listens, the same after every restart. */
    int port() {
        return port;
    }

    /** Tells clients to come to another port, from the next start on. */
    void advertise(int port) {
        advertisedPort = port;
    }

    /** Starts it, and returns before it is up. Does nothing when it runs. */
    void start() {
        if (process == null || !process.isAlive()) {
            process = processes.start(
                    KafkaProgram.class, directory.toString(), Integer.toString(port), Integer.toString(advertisedPort));
        }
    }

    /** Returns once it is up. */
    void awaitUp() {
        process.awaitOut(KafkaProgram.UP::equals);
    }

    /** Stops it in order; returns when it has ended. */
    void stop() {
        process.stop();
    }

    /** SIGKILL; returns when it is dead. */
    void kill() {
        process.kill();
    }
}
