package io.integrator.webhooks.launcher;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.integrator.webhooks.domain.EventType;
import io.integrator.webhooks.settings.KafkaConnection;
import io.integrator.webhooks.tracing.ContextFields;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.ProducerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Puts domain events on Kafka, as the platform would. */
@Command(
        name = "publish",
        description = {
            "Puts domain events on Kafka, as the platform would, and prints their ids, one a line.",
            "How the broker given with --kafka is reached is told by serve's settings WEBHOOKS_KAFKA_TLS, WEBHOOKS_KAFKA_CA_BUNDLE,"
                    + " WEBHOOKS_KAFKA_CLIENT_… and WEBHOOKS_KAFKA_SASL_…."
        })
final class PublishCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "TYPE",
            description = "What happened: ${COMPLETION-CANDIDATES}.",
            completionCandidates = EventTypeNames.class,
            converter = EventTypeNames.class)
    private EventType type;

    @Option(
            names = "--integrator",
            paramLabel = "ID",
            defaultValue = "acme",
            description = "Whose event it is (${DEFAULT-VALUE}).")
    private String integrator;

    @Option(
            names = "--data",
            paramLabel = "JSON",
            description =
                    "The event's data: a JSON object, @FILE or - for stdin. Sent byte for byte. Default: a made-up one.")
    private String data;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "1",
            description = "How many events (${DEFAULT-VALUE}).")
    private int count;

    @Option(names = "--rate", paramLabel = "R", description = "Events a second. Default: as fast as it goes.")
    private Double rate;

    @Option(names = "--id", description = "The event's id; with --count, ID-1, ID-2 and so on. Default: a fresh UUID.")
    private String id;

    @Option(
            names = "--traceparent",
            paramLabel = "TEXT",
            description = "The trace that the events belong to, as W3C Trace Context writes it. Default: none is told.")
    private String traceparent;

    @Option(names = "--kafka", paramLabel = "HOST:PORT", description = "The broker. Default: the running dev's.")
    private String kafka;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings, as for serve; the environment wins over it. Needs --kafka.")
    private Path config;

    @Option(names = "--topic", description = "Default: the running dev's, or domain-events.")
    private String topic;

    @Option(names = "--binary", description = "CloudEvents in binary mode. Default: structured mode.")
    private boolean binary;

    private final InstantSource clock = InstantSource.system();

    @Override
    public Integer call() {
        requireSensible();
        Supplier<byte[]> bytes = data == null ? examples() : always(givenData(data));
        Optional<DevState> dev =
                kafka == null ? Optional.of(DevStates.ofUser().requireRunning("--kafka HOST:PORT")) : Optional.empty();
        KafkaConnection connection =
                dev.map(DevState::kafka).map(KafkaConnection::plain).orElseGet(this::givenConnection);
        String chosenTopic =
                Optional.ofNullable(topic).or(() -> dev.map(DevState::topic)).orElse("domain-events");
        try (EventSender sender = new EventSender(connection)) {
            publish(sender, chosenTopic, bytes);
        }
        return 0;
    }

    /** {@code dev} brings a broker of its own, which asks for nothing. */
    private KafkaConnection givenConnection() {
        Map<String, String> texts = SettingSources.of(System.getenv(), Optional.ofNullable(config));
        return ServiceSettings.readKafka(texts, kafka);
    }

    private void publish(EventSender sender, String chosenTopic, Supplier<byte[]> bytes) {
        PrintWriter out = spec.commandLine().getOut();
        long begin = System.nanoTime();
        for (int number = 1; number <= count; number++) {
            awaitTurn(begin, number);
            CloudEvent event = event(number, bytes.get());
            ProducerRecord<byte[], byte[]> message = binary ? event.binary(chosenTopic) : event.structured(chosenTopic);
            if (traceparent != null) {
                message.headers().add(ContextFields.TRACEPARENT, traceparent.getBytes(US_ASCII));
            }
            sender.send(message, () -> out.println(event.id()));
        }
        sender.flush();
        out.flush();
    }

    private CloudEvent event(int number, byte[] bytes) {
        String eventId = id == null ? UUID.randomUUID().toString() : count == 1 ? id : id + "-" + number;
        return new CloudEvent(eventId, type, integrator, clock.instant(), Buffer.buffer(bytes));
    }

    private Supplier<byte[]> examples() {
        ExampleData examples = ExampleData.of(type, RandomGenerator.getDefault());
        return () -> examples.next(clock.instant());
    }

    private static Supplier<byte[]> always(byte[] bytes) {
        return () -> bytes;
    }

    private void awaitTurn(long begin, int number) {
        if (rate == null) {
            return;
        }
        long due = begin + (long) ((number - 1) / rate * TimeUnit.SECONDS.toNanos(1));
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void requireSensible() {
        if (count < 1) {
            throw usage("--count is 1 or more, not " + count);
        }
        if (rate != null && !(rate > 0)) {
            throw usage("--rate is more than 0, not " + rate);
        }
        if (integrator.isBlank() || (id != null && id.isBlank())) {
            throw usage("--integrator and --id can't be empty");
        }
        if (config != null && kafka == null) {
            throw usage("--config says how the broker given with --kafka is reached; give --kafka too");
        }
    }

    private byte[] givenData(String argument) {
        try {
            return JsonObjectBytes.require(bytesOf(argument));
        } catch (IllegalArgumentException e) {
            throw usage("--data must be a JSON object; " + e.getMessage());
        }
    }

    private static byte[] bytesOf(String argument) {
        try {
            if (argument.equals("-")) {
                return System.in.readAllBytes();
            }
            return argument.startsWith("@")
                    ? Files.readAllBytes(Path.of(argument.substring(1)))
                    : argument.getBytes(UTF_8);
        } catch (IOException e) {
            throw new CommandException(
                    "the data in " + argument + " can't be read: "
                            + e.getClass().getSimpleName() + " " + e.getMessage(),
                    e);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
