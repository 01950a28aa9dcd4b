package io.integrator.webhooks.delivery.intake;

import io.integrator.webhooks.bench.micro.Samples;
import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.launcher.CloudEvent;
import io.integrator.webhooks.store.TimeOrderedIds;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** From a Kafka record to the event that it holds, with the body that is sent. */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class ReadingBenchmark {

    /** Of the event's data. */
    @Param({"600", "65536"})
    private int bytes;

    private CloudEventReader reader;
    private ProducerRecord<byte[], byte[]> structured;
    private ProducerRecord<byte[], byte[]> binary;

    @Setup
    public void prepare() {
        reader = new CloudEventReader(new TimeOrderedIds(InstantSource.system()));
        CloudEvent event = new CloudEvent(
                Samples.eventId(0), EventType.PAYMENT_COMPLETED, Samples.INTEGRATOR, Samples.TIME, Samples.data(bytes));
        structured = event.structured("domain-events");
        binary = event.binary("domain-events");
    }

    @Benchmark
    public DomainEvent structured() throws RefusedRecordException {
        return reader.read(structured.headers(), structured.value());
    }

    @Benchmark
    public DomainEvent binary() throws RefusedRecordException {
        return reader.read(binary.headers(), binary.value());
    }
}
