package io.integrator.webhooks.delivery.intake;

import static io.integrator.webhooks.delivery.intake.EventRecords.BINARY;
import static io.integrator.webhooks.delivery.intake.EventRecords.EVENT;
import static io.integrator.webhooks.delivery.intake.EventRecords.HEAD;
import static io.integrator.webhooks.delivery.intake.EventRecords.STRUCTURED;
import static io.integrator.webhooks.delivery.intake.EventRecords.read;
import static io.integrator.webhooks.delivery.intake.EventRecords.record;
import static io.integrator.webhooks.delivery.intake.EventRecords.with;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrator.webhooks.store.TimeOrderedIds;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventRefusalTest {

    private final CloudEventReader reader = new CloudEventReader(new TimeOrderedIds(InstantSource.system()));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "2026-11-23",
                "2026-11-23T10:00:00",
                "2026-11-23 10:00:00Z",
                "2026-13-23T10:00:00Z",
                "1795428000",
                "+999999999-12-31T23:59:59Z",
                "-999999999-01-01T00:00:00Z",
                "+12026-11-23T10:00:00Z",
                "2026-11-23T10:00Z",
                "9999-12-31T23:59:59-01:00",
                "0000-01-01T00:00:00+01:00"
            })
    void anyOtherTimeIsRefused(String time) {
        assertRefused(record(with(BINARY, "ce_time", time), "{}"), "time is not a timestamp of RFC 3339");
    }

    static Stream<Arguments> refusedRecords() {
        String big = "{\"a\":\"" + "x".repeat(64 * 1024 - 8) + "\"}";
        return Stream.of(
                refusal("", "not a JSON object"),
                refusal("   ", "not a JSON object"),
                refusal("null", "not a JSON object"),
                refusal("42", "not a JSON object"),
                refusal("[" + EVENT + "]", "not a JSON object"),
                refusal("not json", "not a JSON object"),
                refusal(EVENT.substring(0, EVENT.length() - 1), "not a JSON object"),
                refusal(EVENT + "x", "not a JSON object"),
                refusal(EVENT + EVENT, "not a JSON object"),
                refusal(EVENT + "\0", "not a JSON object"),
                refusal(HEAD + ",\"id\":\"evt-2\",\"data\":{}}", "not a JSON object"),
                refusal(HEAD + ",\"data\":{\"a\":1,\"a\":2}}", "not a JSON object"),
                refusal(HEAD + ",\"data\":{\"a\":{\"b\":1,\"b\":2}}}", "not a JSON object"),
                refusal(HEAD + ",\"data\":{\"a\":01}}", "not a JSON object"),
                refusal(HEAD + ",\"data\":{\"a\":NaN}}", "not a JSON object"),
                refusal(HEAD + ",\"data\":{\"a\":1,}}", "not a JSON object"),
                refusal(HEAD + ",\"data\":{'a':1}}", "not a JSON object"),
                refusal(HEAD + ",\"data\":{/* */}}", "not a JSON object"),
                refusal(HEAD + ",\"data\":" + "{\"a\":".repeat(200) + "1" + "}".repeat(200) + "}", "not a JSON object"),
                refusal(HEAD + "}", "data is missing"),
                refusal(HEAD + ",\"data\":null}", "data is not a JSON object"),
                refusal(HEAD + ",\"data\":[1]}", "data is not a JSON object"),
                refusal(HEAD + ",\"data\":\"text\"}", "data is not a JSON object"),
                refusal(HEAD + ",\"data\":1}", "data is not a JSON object"),
                refusal(HEAD + ",\"data_base64\":\"e30=\"}", "base64"),
                refusal(HEAD + ",\"datacontenttype\":\"application/xml\",\"data\":{}}", "datacontenttype"),
                refusal(HEAD + ",\"data\":" + big.replaceFirst("x", "xx") + "}", "65537 bytes, more than 65536"),
                refusal(EVENT.replace("payment.completed", "payment.failed"), "type is none of the known types"),
                refusal(EVENT.replace("payment.completed", "webhook.test"), "type is none of the known types"),
                refusal(EVENT.replace("\"1.0\"", "\"0.3\""), "specversion is not 1.0"),
                refusal(EVENT.replace("\"specversion\":\"1.0\",", ""), "specversion is not 1.0"),
                refusal(EVENT.replace("\"id\":\"evt-1\",", ""), "id is missing"),
                refusal(EVENT.replace("evt-1", ""), "id is missing"),
                refusal(EVENT.replace("\"source\":\"/payments\",", ""), "source is missing"),
                refusal(EVENT.replace("\"type\":\"payment.completed\",", ""), "type is missing"),
                refusal(EVENT.replace("\"time\":\"2026-11-23T10:00:00Z\",", ""), "time is missing"),
                refusal(EVENT.replace(",\"integratorid\":\"acme\"", ""), "integratorid is missing"),
                refusal(EVENT.replace("\"acme\"", "null"), "integratorid is missing"),
                refusal(EVENT.replace("\"acme\"", "{}"), "integratorid is missing"),
                refusal(EVENT.replace("acme", " "), "integratorid is missing"),
                refusal(EVENT.replace("acme", "a\\u0000b"), "integratorid is not"),
                refusal(EVENT.replace("acme", "a".repeat(129)), "integratorid is not"),
                refusal(EVENT.replace("evt-1", "evt\\u00001"), "id is not"),
                refusal(EVENT.replace("evt-1", "evt\\n1"), "id is not"),
                refusal(EVENT.replace("evt-1", "evt 1"), "id is not"),
                refusal(EVENT.replace("evt-1", "évt"), "id is not"),
                refusal(EVENT.replace("evt-1", "e".repeat(257)), "id is not"));
    }

    private static Arguments refusal(String value, String reason) {
        return Arguments.of(value, reason);
    }

    @ParameterizedTest
    @MethodSource("refusedRecords")
    void aRecordThatIsNoDomainEventIsRefusedWithTheReason(String value, String reason) {
        assertRefused(record(STRUCTURED, value), reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[1]", "1", "\"a\"", "{", "{}{}", "{\"a\":1,\"a\":2}", "{} x", "\uFEFF{}"})
    void binaryDataThatIsNoObjectIsRefused(String value) {
        assertRefused(record(BINARY, value), "data is not a JSON object");
    }

    @Test
    void batchesAreRefused() {
        assertRefused(
                record(Map.of("content-type", "application/cloudevents-batch+json"), "[" + EVENT + "]"), "batches");
    }

    @Test
    void binaryDataOfAnotherContentTypeIsRefused() {
        assertRefused(record(with(BINARY, "content-type", "application/xml"), "<a/>"), "content-type");
    }

    @Test
    void bytesThatAreNotUtf8AreRefused() {
        assertRefused(record(STRUCTURED, EVENT.replace("acme", "\u00e9"), ISO_8859_1), "not UTF-8");
        assertRefused(record(BINARY, "{\"a\":\"\u00e9\"}", ISO_8859_1), "not UTF-8");
    }

    @Test
    void utf16IsRefused() {
        assertRefused(record(STRUCTURED, EVENT, UTF_16LE), "");
        assertRefused(record(BINARY, "{\"a\":1}", UTF_16LE), "");
        assertRefused(record(STRUCTURED, "\uFEFF" + EVENT, UTF_16LE), "");
    }

    /** Read or refused, but never passed on: a byte order mark within the payload is no JSON. */
    @Test
    void aByteOrderMarkNeverReachesASubscriber() {
        for (ConsumerRecord<byte[], byte[]> record :
                List.of(record(STRUCTURED, "\uFEFF" + EVENT), record(BINARY, "\uFEFF{\"a\":1}"))) {
            try {
                assertThat(read(reader, record).body().toString()).doesNotContain("\uFEFF");
            } catch (RefusedRecordException refused) {
                assertThat(refused).hasMessageContaining("not a JSON object");
            }
        }
    }

    @Test
    void dataOfExactly64KibIsTaken() throws RefusedRecordException {
        String data = "{\"a\":\"" + "x".repeat(64 * 1024 - 8) + "\"}";

        assertThat(data).hasSize(64 * 1024);
        assertThat(read(reader, record(STRUCTURED, HEAD + ",\"data\":" + data + "}"))
                        .body()
                        .toString())
                .endsWith(data + "}");
        assertThat(read(reader, record(BINARY, data)).body().toString()).endsWith(data + "}");
        assertRefused(record(BINARY, data.replaceFirst("x", "xx")), "65537 bytes, more than 65536");
    }

    @Test
    void aRefusalRepeatsNoPayload() {
        assertThatThrownBy(() -> read(reader, record(STRUCTURED, EVENT.replace("{\"a\":1}", "{\"card\": 4111x}"))))
                .hasMessageNotContaining("4111")
                .hasMessageNotContaining("card");
    }

    private void assertRefused(ConsumerRecord<byte[], byte[]> record, String reason) {
        assertThatThrownBy(() -> read(reader, record))
                .isInstanceOf(RefusedRecordException.class)
                .hasMessageContaining(reason);
    }
}
