package io.integrator.webhooks.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.integrator.webhooks.signing.WebhookSecret;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A subscriber: prints and verifies what arrives. */
@Command(
        name = "listen",
        description = {
            "A subscriber on this machine: prints and verifies what arrives, on any path.",
            "A status typed while it runs (500 and Enter, say) is answered from then on. Ctrl-C ends it."
        })
final class ListenCommand implements Callable<Integer> {

    private static final String LOOPBACK = "127.0.0.1";
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int LEAST_STATUS = 200;
    private static final int GREATEST_STATUS = 599;

    @Spec
    private CommandSpec spec;

    @Option(names = "--port", defaultValue = "9000", description = "Default: ${DEFAULT-VALUE}; 0 for any.")
    private int port;

    @Option(
            names = "--host",
            defaultValue = LOOPBACK,
            description = "The address to listen on (${DEFAULT-VALUE}; 0.0.0.0 for all).")
    private String host;

    @Option(
            names = "--secret",
            paramLabel = "whsec_…",
            description = "The webhook's secret. May be repeated while one is rotated out. Default: don't verify.")
    private List<String> secrets = List.of();

    @Option(names = "--status", defaultValue = "200", description = "What to answer (${DEFAULT-VALUE}).")
    private int status;

    @Option(
            names = "--delay",
            defaultValue = "0s",
            converter = DurationConverter.class,
            description = "Wait before each answer, such as 250ms or 20s (${DEFAULT-VALUE}).")
    private Duration delay;

    @Option(
            names = "--json",
            description = "One JSON object a request: webhookId, timestamp, type, verified, body, status.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        requireStatus(status);
        SignatureCheck check = new SignatureCheck(readSecrets(), InstantSource.system());
        Vertx vertx = Vertx.vertx();
        Subscriber subscriber = new Subscriber(vertx, check, InstantSource.system(), status, delay, this::print);
        int chosen = Await.result(
                subscriber
                        .listen(host, port)
                        .recover(failure -> Future.failedFuture(Failures.listening(failure, host, port, "--port"))),
                LIMIT,
                "listening on port " + port);
        if (host.equals(LOOPBACK)) {
            // What localhost may mean as well; a machine without IPv6 goes without.
            Await.result(subscriber.listen("::1", chosen).otherwise(chosen), LIMIT, "listening on port " + chosen);
        }
        spec.commandLine()
                .getErr()
                .println("Listening on http://" + host + ":" + chosen + "/, answering " + status
                        + "; type another status and Enter to change it");
        readStatuses(subscriber);
        new CountDownLatch(1).await();
        return 0;
    }

    private List<WebhookSecret> readSecrets() {
        try {
            return secrets.stream().map(WebhookSecret::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--secret: " + e.getMessage(), e);
        }
    }

    private void requireStatus(int asked) {
        if (!isStatus(asked)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--status is from " + LEAST_STATUS + " to " + GREATEST_STATUS + ", not " + asked);
        }
    }

    private static boolean isStatus(int asked) {
        return asked >= LEAST_STATUS && asked <= GREATEST_STATUS;
    }

    private void print(Arrival arrival) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(json ? arrival.json() : arrival.readable());
        out.flush();
    }

    /** Until stdin ends, which is at once where there is none. */
    private void readStatuses(Subscriber subscriber) {
        Thread reader = new Thread(
                () -> {
                    try (BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
                        lines.lines().forEach(line -> changeStatus(subscriber, line.strip()));
                    } catch (IOException e) {
                        spec.commandLine().getErr().println("stdin can't be read any more: " + e.getMessage());
                    }
                },
                "statuses");
        reader.setDaemon(true);
        reader.start();
    }

    private void changeStatus(Subscriber subscriber, String line) {
        PrintWriter err = spec.commandLine().getErr();
        if (line.matches("\\d{3}") && isStatus(Integer.parseInt(line))) {
            subscriber.answer(Integer.parseInt(line));
            err.println("Answering " + line + " from now on");
        } else if (!line.isEmpty()) {
            err.println("'" + line + "' is no status from " + LEAST_STATUS + " to " + GREATEST_STATUS);
        }
    }
}
