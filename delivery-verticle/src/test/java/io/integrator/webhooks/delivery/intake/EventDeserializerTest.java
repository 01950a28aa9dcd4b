package io.integrator.webhooks.delivery.intake;

import static io.integrator.webhooks.delivery.intake.EventRecords.EVENT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class EventDeserializerTest {

    @Test
    void aDefectOfTheReaderRefusesTheRecordAndKeepsItsBytes() {
        CloudEventReader defective = new CloudEventReader(null);
        byte[] bytes = EVENT.getBytes(UTF_8);

        RecordValue value = new EventDeserializer(defective).deserialize("domain-events", new RecordHeaders(), bytes);

        assertThat(value.event()).isEmpty();
        assertThat(value.refusal()).isEqualTo("the record could not be read");
        assertThat(value.bytes()).isEqualTo(bytes);
    }
}
