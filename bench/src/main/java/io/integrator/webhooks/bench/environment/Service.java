package io.integrator.webhooks.bench.environment;

import java.util.List;

/** The service: one process or more that share out a topic of their own between them. Blocks; for one thread. */
public final class Service implements AutoCloseable {

    private final String topic;
    private final List<ServiceProcess> workers;

    Service(String topic, List<ServiceProcess> workers) {
        this.topic = topic;
        this.workers = List.copyOf(workers);
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
