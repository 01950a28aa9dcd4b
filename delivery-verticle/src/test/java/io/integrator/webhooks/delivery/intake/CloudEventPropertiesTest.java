package io.integrator.webhooks.delivery.intake;

import static io.integrator.webhooks.delivery.intake.EventRecords.BINARY;
import static io.integrator.webhooks.delivery.intake.EventRecords.EVENT;
import static io.integrator.webhooks.delivery.intake.EventRecords.HEAD;
import static io.integrator.webhooks.delivery.intake.EventRecords.STRUCTURED;
import static io.integrator.webhooks.delivery.intake.EventRecords.read;
import static io.integrator.webhooks.delivery.intake.EventRecords.record;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.DomainEvent;
import io.integrator.webhooks.store.TimeOrderedIds;
import io.vertx.core.json.JsonObject;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;

/** What holds of any record, whether a producer or an accident wrote it. */
class CloudEventPropertiesTest {

    private final CloudEventReader reader = new CloudEventReader(new TimeOrderedIds(InstantSource.system()));

    @Property(tries = 500)
    void theBytesOfDataAreKeptAsTheProducerWroteThem(@ForAll("data") String data) throws RefusedRecordException {
        String structured = read(reader, record(STRUCTURED, HEAD + " , \"data\" : " + data + " \n}"))
                .body()
                .toString();
        String binary = read(reader, record(BINARY, data)).body().toString();

        assertThat(structured).endsWith(",\"data\":" + data + "}").isEqualTo(binary);
        assertThat(new JsonObject(structured).getString("id")).isEqualTo("evt-1");
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
            DomainEvent event = read(reader, record(headers, bytes));
            assertThat(new JsonObject(event.body()).getJsonObject("data")).isNotNull();
        } catch (RefusedRecordException refused) {
            assertThat(refused.getMessage()).isNotBlank();
        }
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
            Map<String, String> members = new TreeMap<>(Comparator.comparingInt(name -> name.hashCode() * 31));
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
}
