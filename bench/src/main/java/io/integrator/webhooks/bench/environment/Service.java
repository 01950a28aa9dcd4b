package io.integrator.webhooks.bench.environment;

import java.util.List;
import java.util.function.Supplier;

/** The service: one process or more that share out a topic of their own between them. Blocks; for one thread. */
public final class Service implements AutoCloseable {

    private final String topic;
    private final List<Supplier<ServiceProcess>> starts;
    private List<ServiceProcess> workers;

    /** @param starts of its processes, each of which may be started again */
    Service(String topic, List<Supplier<ServiceProcess>> starts) {
        this.topic = topic;
        this.starts = List.copyOf(starts);
        startAgain();
    }

    /** Which it reads. */
    public String topic() {
        return topic;
    }

    /** Throws what a process said last that has ended. */
    public void requireAlive() {
        workers.forEach(ServiceProcess::requireAlive);
    }

    /** Lets it stand still, as it is, until it is resumed: for less time than its Kafka session lasts. */
    public void suspend() {
        workers.forEach(ServiceProcess::suspend);
    }

    /** Lets it go on. */
    public void resume() {
        workers.forEach(ServiceProcess::resume);
    }

    /** Ends all its processes as a crash does. */
    public void kill() {
        workers.forEach(ServiceProcess::kill);
    }

    /** Has new processes take the place of those that have ended; returns when they are ready. */
    public final void startAgain() {
        workers = starts.stream().map(Supplier::get).toList();
    }

    /** What all its processes have spent since they started; it must not be suspended. */
    public Effort effort() {
        return workers.stream().map(ServiceProcess::effort).reduce(Effort.NONE, Effort::plus);
    }

    /** What all its processes hold; has them collect their garbage. It must not be suspended. */
    public Footprint footprint() {
        List<Footprint> each = workers.stream().map(ServiceProcess::footprint).toList();
        return new Footprint(
                each.stream().mapToDouble(Footprint::liveHeapBytes).sum(),
                each.stream().mapToDouble(Footprint::peakMemoryBytes).sum());
    }

    @Override
    public void close() {
        workers.forEach(ServiceProcess::close);
    }
}
