package io.integrator.webhooks.delivery.intake;

import static io.integrator.webhooks.delivery.intake.EventRecords.BINARY;
import static io.integrator.webhooks.delivery.intake.EventRecords.EVENT;
import static io.integrator.webhooks.delivery.intake.EventRecords.HEAD;
import static io.integrator.webhooks.delivery.intake.EventRecords.STRUCTURED;
import static io.integrator.webhooks.delivery.intake.EventRecords.read;
import static io.integrator.webhooks.delivery.intake.EventRecords.record;
import static io.integrator.webhooks.delivery.intake.EventRecords.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.store.TimeOrderedIds;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CloudEventReaderTest {

    private final CloudEventReader reader = new CloudEventReader(new TimeOrderedIds(InstantSource.system()));

    @Test
    void aStructuredEventIsRead() throws RefusedRecordException {
        DomainEvent event = read(reader, record(STRUCTURED, EVENT));

        assertThat(event.id()).isEqualTo("evt-1");
        assertThat(event.integratorId()).isEqualTo("acme");
        assertThat(event.type()).isEqualTo(EventType.PAYMENT_COMPLETED);
        assertThat(event.occurredAt()).isEqualTo(Instant.parse("2026-11-23T10:00:00Z"));
        assertThat(event.body())
                .hasToString("{\"id\":\"evt-1\",\"type\":\"payment.completed\",\"timestamp\":\"2026-11-23T10:00:00Z\","
                        + "\"data\":{\"a\":1}}");
    }

    @Test
    void aBinaryEventReadsLikeTheStructuredOne() throws RefusedRecordException {
        DomainEvent binary = read(reader, record(BINARY, "{\"a\":1}"));
        DomainEvent structured = read(reader, record(STRUCTURED, EVENT));

        assertThat(binary.body()).isEqualTo(structured.body());
        assertThat(binary.integratorId()).isEqualTo(structured.integratorId());
        assertThat(binary.occurredAt()).isEqualTo(structured.occurredAt());
    }

    @Test
    void aRecordThatTellsNeitherModeIsReadAsStructured() throws RefusedRecordException {
        assertThat(read(reader, record(Map.of(), EVENT)).id()).isEqualTo("evt-1");
        assertThat(read(reader, record(Map.of("content-type", "application/json"), EVENT))
                        .id())
                .isEqualTo("evt-1");
    }

    @Test
    void theContentTypeMayCarryACharset() throws RefusedRecordException {
        assertThat(read(reader, record(Map.of("content-type", "application/cloudevents+json; charset=utf-8"), EVENT))
                        .id())
                .isEqualTo("evt-1");
        assertThat(read(reader, record(with(BINARY, "content-type", "Application/JSON; charset=UTF-8"), "{}"))
                        .id())
                .isEqualTo("evt-1");
        assertThat(read(reader, record(with(BINARY, "content-type", "application/vnd.acme+json"), "{}"))
                        .id())
                .isEqualTo("evt-1");
    }

    @Test
    void aBinaryEventNeedsNoContentType() throws RefusedRecordException {
        assertThat(read(reader, record(with(BINARY, "content-type", null), "{}"))
                        .id())
                .isEqualTo("evt-1");
    }

    @Test
    void unknownAttributesArePassedOver() throws RefusedRecordException {
        String event = HEAD + ",\"subject\":\"s\",\"x\":{\"y\":[1]},\"n\":null,\"b\":true,\"data\":{}}";

        assertThat(read(reader, record(STRUCTURED, event)).body().toString()).endsWith("\"data\":{}}");
    }

    @Test
    void dataMayComeBeforeTheAttributes() throws RefusedRecordException {
        String event = "{\"data\":{\"a\":1}," + HEAD.substring(1) + "}";

        assertThat(read(reader, record(STRUCTURED, event)).body().toString()).endsWith("\"data\":{\"a\":1}}");
    }

    @Test
    void keysAreOfTheReadersClock() throws RefusedRecordException {
        Instant now = Instant.parse("2026-11-23T11:00:00Z");
        CloudEventReader fixed = new CloudEventReader(new TimeOrderedIds(() -> now));

        assertThat(TimeOrderedIds.instantOf(
                        read(fixed, record(STRUCTURED, EVENT)).key()))
                .isEqualTo(now);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T10:00:00Z,2026-11-23T10:00:00Z",
        "2026-11-23T12:30:00+02:30,2026-11-23T10:00:00Z",
        "2026-11-23t10:00:00z,2026-11-23T10:00:00Z",
        "2026-11-23T10:00:00.123456789Z,2026-11-23T10:00:00.123456789Z",
        "1969-12-31T23:59:59-00:00,1969-12-31T23:59:59Z"
    })
    void aTimeOfRfc3339IsTaken(String time, Instant instant) throws RefusedRecordException {
        assertThat(read(reader, record(with(BINARY, "ce_time", time), "{}")).occurredAt())
                .isEqualTo(instant);
    }
}
