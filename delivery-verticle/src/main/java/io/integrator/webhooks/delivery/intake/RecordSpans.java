package io.integrator.webhooks.delivery.intake;

import io.integrator.webhooks.tracing.Tracing;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A span for each record, from when it is taken until its offset is settled. */
public interface RecordSpans {

    /** Those of a process that traces; without tracing there are none, and nothing is looked at. */
    static RecordSpans of(Optional<Tracing> tracing, String group) {
        return tracing.<RecordSpans>map(on -> new TracedRecords(on, group)).orElse(Untraced.RECORDS);
    }

    /** The same, its event going on from the record's span, which ends when it is settled. */
    Taken taken(Taken record);

    /** A record is no event. */
    void refused(ConsumerRecord<?, ?> record);

    /** There are no spans. */
    enum Untraced implements RecordSpans {
        RECORDS;

        @Override
        public Taken taken(Taken record) {
            return record;
        }

        @Override
        public void refused(ConsumerRecord<?, ?> record) {}
    }
}
