package io.integrator.webhooks.launcher.faults;

import io.integrator.webhooks.embedded.KafkaServer;
import java.nio.file.Path;

/** A Kafka broker as a program: directory, port and advertised port are its arguments. It says when it is up. */
final class KafkaProgram {

    static final String UP = "up";

    private KafkaProgram() {}

    public static void main(String[] arguments) {
        KafkaServer kafka =
                KafkaServer.in(Path.of(arguments[0]), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
        Runtime.getRuntime().addShutdownHook(new Thread(kafka::close, "close-kafka"));
        System.out.println(UP);
    }
}
