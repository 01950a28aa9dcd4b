package io.integrator.webhooks.bench.subscriber;

import io.integrator.webhooks.bench.Main;
import io.integrator.webhooks.bench.load.Answer;
import io.integrator.webhooks.bench.load.Group;
import io.integrator.webhooks.bench.process.ControlledProcess;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;

/** The subscriber, in a process of its own. Blocks; for one thread. */
public final class SubscriberProcess implements AutoCloseable {

    private final ControlledProcess process;

    private SubscriberProcess(ControlledProcess process) {
        this.process = process;
    }

    /** Returns when it listens. */
    public static SubscriberProcess start(Path outputs) {
        return new SubscriberProcess(ControlledProcess.start(outputs, Main.class, SubscriberCommand.NAME));
    }

    /** The url of a webhook whose deliveries are counted for the group and answered so. */
    public String url(Group group, Answer answer) {
        return process.root() + "/" + group.path() + "/" + answer.path();
    }

    /** Starts to count from nothing. */
    public void begin(String phase) {
        process.post(ArrivalServer.BEGIN + phase);
    }

    /** Answers everything that waits for its answer, and from now on at once, until another phase begins. */
    public void release() {
        process.post(ArrivalServer.RELEASE);
    }

    /** How many deliveries of a group have arrived since the phase began, repeats left out. Costs the subscriber next to nothing. */
    public long arrived(Group group) {
        return Long.parseLong(process.get(ArrivalServer.ARRIVED + group.path()));
    }

    /** What has arrived since the phase began. */
    public Tallies tallies() {
        return Tallies.of(new JsonObject(process.get(ArrivalServer.TALLIES)));
    }

    @Override
    public void close() {
        process.close();
    }
}
