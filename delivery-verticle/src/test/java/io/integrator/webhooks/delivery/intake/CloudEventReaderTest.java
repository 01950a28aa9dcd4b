package io.integrator.webhooks.delivery.intake;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.vertx.core.json.JsonObject;
import java.nio.charset.Charset;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class CloudEventReaderTest {

    private static final String HEAD = "{\"specversion\":\"1.0\",\"id\":\"evt-1\",\"type\":\"payment.completed\","
            + "\"source\":\"/payments\",\"time\":\"2026-11-23T10:00:00Z\",\"integratorid\":\"acme\"";
    private static final String EVENT = HEAD + ",\"data\":{\"a\":1}}";
    private static final Map<String, String> STRUCTURED = Map.of("content-type", "application/cloudevents+json");
    private static final Map<String, String> BINARY = Map.of(
            "ce_specversion", "1.0",
            "ce_id", "evt-1",
            "ce_type", "payment.completed",
            "ce_source", "/payments",
            "ce_time", "2026-11-23T10:00:00Z",
            "ce_integratorid", "acme",
            "content-type", "application/json");

    private final CloudEventReader reader = new CloudEventReader(new TimeOrderedIds(InstantSource.system()));

    @Test
    void aStructuredEventIsRead() throws RefusedRecordException {
        DomainEvent event = reader.read(record(STRUCTURED, EVENT));

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
        DomainEvent binary = reader.read(record(BINARY, "{\"a\":1}"));
        DomainEvent structured = reader.read(record(STRUCTURED, EVENT));

        assertThat(binary.body()).isEqualTo(structured.body());
        assertThat(binary.integratorId()).isEqualTo(structured.integratorId());
        assertThat(binary.occurredAt()).isEqualTo(structured.occurredAt());
    }

    @Test
    void aRecordThatTellsNeitherModeIsReadAsStructured() throws RefusedRecordException {
        assertThat(reader.read(record(Map.of(), EVENT)).id()).isEqualTo("evt-1");
        assertThat(reader.read(record(Map.of("content-type", "application/json"), EVENT))
                        .id())
                .isEqualTo("evt-1");
    }

    @Test
    void theContentTypeMayCarryACharset() throws RefusedRecordException {
        assertThat(reader.read(record(Map.of("content-type", "application/cloudevents+json; charset=utf-8"), EVENT))
                        .id())
                .isEqualTo("evt-1");
        assertThat(reader.read(record(with(BINARY, "content-type", "Application/JSON; charset=UTF-8"), "{}"))
                        .id())
                .isEqualTo("evt-1");
        assertThat(reader.read(record(with(BINARY, "content-type", "application/vnd.acme+json"), "{}"))
                        .id())
                .isEqualTo("evt-1");
    }

    @Test
    void aBinaryEventNeedsNoContentType() throws RefusedRecordException {
        assertThat(reader.read(record(with(BINARY, "content-type", null), "{}")).id())
                .isEqualTo("evt-1");
    }

    @Test
    void unknownAttributesArePassedOver() throws RefusedRecordException {
        String event = HEAD + ",\"subject\":\"s\",\"x\":{\"y\":[1]},\"n\":null,\"b\":true,\"data\":{}}";

        assertThat(reader.read(record(STRUCTURED, event)).body().toString()).endsWith("\"data\":{}}");
    }

    @Test
    void dataMayComeBeforeTheAttributes() throws RefusedRecordException {
        String event = "{\"data\":{\"a\":1}," + HEAD.substring(1) + "}";

        assertThat(reader.read(record(STRUCTURED, event)).body().toString()).endsWith("\"data\":{\"a\":1}}");
    }

    @Test
    void keysAreOfTheReadersClock() throws RefusedRecordException {
        Instant now = Instant.parse("2026-11-23T11:00:00Z");
        CloudEventReader fixed = new CloudEventReader(new TimeOrderedIds(() -> now));

        assertThat(TimeOrderedIds.instantOf(
                        fixed.read(record(STRUCTURED, EVENT)).key()))
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
        assertThat(reader.read(record(with(BINARY, "ce_time", time), "{}")).occurredAt())
                .isEqualTo(instant);
    }

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
                refusal(null, "no value"),
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
                assertThat(reader.read(record).body().toString()).doesNotContain("\uFEFF");
            } catch (RefusedRecordException refused) {
                assertThat(refused).hasMessageContaining("not a JSON object");
            }
        }
    }

    @Test
    void dataOfExactly64KibIsTaken() throws RefusedRecordException {
        String data = "{\"a\":\"" + "x".repeat(64 * 1024 - 8) + "\"}";

        assertThat(data).hasSize(64 * 1024);
        assertThat(reader.read(record(STRUCTURED, HEAD + ",\"data\":" + data + "}"))
                        .body()
                        .toString())
                .endsWith(data + "}");
        assertThat(reader.read(record(BINARY, data)).body().toString()).endsWith(data + "}");
        assertRefused(record(BINARY, data.replaceFirst("x", "xx")), "65537 bytes, more than 65536");
    }

    @Test
    void aRefusalRepeatsNoPayload() {
        assertThatThrownBy(() -> reader.read(record(STRUCTURED, EVENT.replace("{\"a\":1}", "{\"card\": 4111x}"))))
                .hasMessageNotContaining("4111")
                .hasMessageNotContaining("card");
    }

    @Property(tries = 500)
    void theBytesOfDataAreKeptAsTheProducerWroteThem(@ForAll("data") String data) throws RefusedRecordException {
        String structured = reader.read(record(STRUCTURED, HEAD + " , \"data\" : " + data + " \n}"))
                .body()
                .toString();
        String binary = reader.read(record(BINARY, data)).body().toString();

        assertThat(structured).endsWith(",\"data\":" + data + "}").isEqualTo(binary);
        assertThat(new JsonObject(structured).getString("id")).isEqualTo("evt-1");
    }

    /** Objects with members in any order, numbers in any spelling, white space anywhere and text of any script. */
    @Provide
    Arbitrary<String> data() {
        return Arbitraries.longs().map(seed -> new JsonText(new Random(seed)).object(0));
    }

    private record JsonText(Random random) {

        private static final List<String> NUMBERS =
                List.of("1.0", "12.50", "1e3", "-0", "0.1E-7", "123456789012345678901234567890", "1.10");
        private static final List<String> TEXTS = List.of(
                "plain",
                "żółć",
                "日本語",
                "😀",
                "\\u00e9",
                "\\ud83d\\ude00",
                "\\\"\\\\\\/\\b\\n",
                "\u007f\u00a0\u2028",
                "}{][,:");
        private static final List<String> SPACES = List.of("", "", " ", "\n", "\t ", "\r\n");

        String object(int depth) {
            Map<String, String> members = new TreeMap<>(Comparator.comparing(name -> name.hashCode() * 31));
            int count = random.nextInt(4);
            for (int i = 0; i < count; i++) {
                members.put("\"" + pick(TEXTS) + i + "\"", value(depth + 1));
            }
            List<String> parts = new ArrayList<>();
            members.forEach((name, value) -> parts.add(space() + name + space() + ":" + space() + value + space()));
            return "{" + String.join(",", parts) + (parts.isEmpty() ? space() : "") + "}";
        }

        private String value(int depth) {
            return switch (random.nextInt(depth > 3 ? 3 : 5)) {
                case 0 -> pick(NUMBERS);
                case 1 -> "\"" + pick(TEXTS) + "\"";
                case 2 -> pick(List.of("true", "false", "null"));
                case 3 -> "[" + space() + value(depth + 1) + space() + "," + value(depth + 1) + "]";
                default -> object(depth);
            };
        }

        private String space() {
            return pick(SPACES);
        }

        private String pick(List<String> of) {
            return of.get(random.nextInt(of.size()));
        }
    }

    @Property(tries = 2_000)
    void randomBytesAreReadOrRefusedAndNothingElse(@ForAll @Size(max = 200) byte[] bytes, @ForAll boolean binary) {
        readOrRefuse(binary ? BINARY : STRUCTURED, bytes);
    }

    @Property(tries = 2_000)
    void anEventThatIsDamagedAnywhereIsReadOrRefusedAndNothingElse(@ForAll long seed) {
        Random random = new Random(seed);
        byte[] bytes = EVENT.getBytes(UTF_8);
        for (int damage = 1 + random.nextInt(3); damage > 0; damage--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }

        readOrRefuse(random.nextBoolean() ? STRUCTURED : Map.of(), bytes);
    }

    private void readOrRefuse(Map<String, String> headers, byte[] bytes) {
        try {
            DomainEvent event = reader.read(record(headers, bytes));
            assertThat(new JsonObject(event.body()).getJsonObject("data")).isNotNull();
        } catch (RefusedRecordException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
    }

    private void assertRefused(ConsumerRecord<byte[], byte[]> record, String reason) {
        assertThatThrownBy(() -> reader.read(record))
                .isInstanceOf(RefusedRecordException.class)
                .hasMessageContaining(reason);
    }

    private static Map<String, String> with(Map<String, String> headers, String name, String value) {
        Map<String, String> changed = new TreeMap<>(headers);
        if (value == null) {
            changed.remove(name);
        } else {
            changed.put(name, value);
        }
        return changed;
    }

    private static ConsumerRecord<byte[], byte[]> record(Map<String, String> headers, String value) {
        return record(headers, value, UTF_8);
    }

    private static ConsumerRecord<byte[], byte[]> record(Map<String, String> headers, String value, Charset charset) {
        return record(headers, value == null ? null : value.getBytes(charset));
    }

    private static ConsumerRecord<byte[], byte[]> record(Map<String, String> headers, byte[] value) {
        ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("domain-events", 0, 1, null, value);
        headers.forEach((name, text) -> record.headers().add(name, text.getBytes(UTF_8)));
        return record;
    }
}
