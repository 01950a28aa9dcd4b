package io.integrator.webhooks.delivery.intake;

import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the events on the consumer's own thread, within a poll: on the event loop, deliveries would wait for it meanwhile. It
 * takes every record, for no partition is to stop at one.
 */
final class EventDeserializer implements Deserializer<RecordValue> {

    private static final Logger LOG = LoggerFactory.getLogger(EventDeserializer.class);

    private final CloudEventReader reader;

    EventDeserializer(CloudEventReader reader) {
        this.reader = reader;
    }

    @Override
    public RecordValue deserialize(String topic, byte[] value) {
        throw new SerializationException("An event is read with its record's headers");
    }

    /** Not called for a record without a value. */
    @Override
    public RecordValue deserialize(String topic, Headers headers, byte[] value) {
        try {
            return RecordValue.ofEvent(value, reader.read(headers, value));
        } catch (RefusedRecordException refused) {
            return RecordValue.refused(value, refused.getMessage());
        } catch (RuntimeException defect) {
            // A defect of the reader, which one record may show.
            LOG.atError().addKeyValue("fault", defect.getClass().getName()).log("A record could not be read");
            return RecordValue.refused(value, "the record could not be read");
        }
    }
}
