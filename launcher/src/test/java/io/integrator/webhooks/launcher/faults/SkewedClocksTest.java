package io.integrator.webhooks.launcher.faults;

import static io.integrator.webhooks.launcher.process.Patience.patiently;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.integrator.webhooks.launcher.process.Processes;
import io.integrator.webhooks.launcher.process.ServiceProcess;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Two workers whose machines disagree about the time deliver as if they agreed: what counts is the database's clock. */
@Tag("faults")
class SkewedClocksTest {

    @RegisterExtension
    static final Processes PROCESSES = new Processes();

    private static final Path LIBFAKETIME = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");
    private static final int EVENTS_PER_SECOND = 50;

    /** Far below the skew, far above what a busy machine needs to send and to record. */
    private static final int SLACK_SECONDS = 15;

    /** Twice the deadline of five seconds, and half a minute. */
    private static final int LEASE_SECONDS = 40;

    private static final String NEAR_ITS_END = "due_at between now() + interval '%d s' and now() + interval '%d s'"
            .formatted(LEASE_SECONDS - SLACK_SECONDS, LEASE_SECONDS + SLACK_SECONDS);

    /** Every failure is retried for its own sake: no breaker holds its webhook back. */
    private static final Map<String, String> SPECIAL =
            Map.of("WEBHOOKS_BREAKER_FAILURES", "1000", "WEBHOOKS_SEND_DEADLINE", "5s");

    private static Servers servers;
    private final Arrivals arrivals = new Arrivals();
    private final AtomicInteger turns = new AtomicInteger();
    private FaultSite site;

    @BeforeAll
    static void start(@TempDir Path directory) {
        assumeTrue(
                Files.exists(LIBFAKETIME),
                () -> LIBFAKETIME + " isn't there to give a worker another clock: install Debian's package faketime");
        servers = Servers.start(PROCESSES, directory);
    }

    @AfterAll
    static void stop() {
        if (servers != null) {
            servers.close();
        }
    }

    @AfterEach
    void close() {
        site.close();
    }

    /** Ahead; and in the long form behind as well. */
    static IntStream skews() {
        return IntStream.of(60, -60).limit(FaultForm.count(1, 2));
    }

    @ParameterizedTest
    @MethodSource("skews")
    void clocksThatDifferByAMinuteMakeNoDifference(int skewSeconds) {
        site = FaultSite.open(PROCESSES, servers, "127.0.0.1", SPECIAL);
        site.subscriber().answersLate(this::unreliably);
        ServiceProcess right = site.startWorker();
        ServiceProcess wrong = site.startWorker(clockOffBy(skewSeconds));
        right.awaitReady();
        wrong.awaitReady();
        site.produce(EVENTS_PER_SECOND);

        site.awaitEvents(FaultForm.count(300, 3_000));
        int[] leases = {0};
        int[] strange = {0};
        patiently().until(() -> {
            strange[0] += count("select count(*) from owed where lease is not null and not " + NEAR_ITS_END);
            leases[0] += count("select count(*) from owed where lease is not null");
            return leases[0] > 100;
        });

        site.balance("two workers, one's clock %+d s, %d leases seen".formatted(skewSeconds, leases[0]), 0);
        assertThat(List.of(right, wrong))
                .allSatisfy(worker ->
                        assertThat(new WorkerCounts(worker).attempts()).isGreaterThan(100));
        assertThat(skewOf(wrong)).isCloseTo(skewSeconds, within((long) SLACK_SECONDS));
        assertThat(strange[0]).as("leases of another clock").isZero();
        requireTimesOfTheDatabase();
    }

    /** No attempt is unlogged, out of its turn, ahead of its time, or of another time than the POST that it was. */
    private void requireTimesOfTheDatabase() {
        Map<Due, List<Instant>> posts = arrivals.byDelivery();
        Map<Due, List<AttemptLog.Entry>> log = new AttemptLog(site.database()).byDelivery();
        assertThat(log.keySet()).isEqualTo(posts.keySet());
        log.forEach((due, attempts) -> {
            for (int i = 0; i < attempts.size(); i++) {
                assertThat(attempts.get(i).number()).as("number of %s", due).isEqualTo(i + 1);
            }
            List<Instant> times = posts.get(due);
            List<AttemptLog.Entry> arrived = arrived(attempts, times);
            assertThat(times).as("POSTs of %s", due).hasSameSizeAs(arrived);
            for (int i = 0; i < times.size(); i++) {
                AttemptLog.Entry attempt = arrived.get(i);
                assertThat(attempt.startedAt())
                        .as("start of %s", due)
                        .isCloseTo(times.get(i), within(SLACK_SECONDS, ChronoUnit.SECONDS));
                if (attempt.number() > 1) {
                    assertThat(times.get(i))
                            .as("attempt %d of %s", attempt.number(), due)
                            .isAfterOrEqualTo(
                                    attempts.get(attempt.number() - 2).retryAt().orElseThrow());
                }
            }
        });
    }

    /** Those of a delivery's attempts that had a POST. A busy machine may spend all of an attempt's time on the way to it. */
    private static List<AttemptLog.Entry> arrived(List<AttemptLog.Entry> attempts, List<Instant> posts) {
        List<AttemptLog.Entry> arrived = new ArrayList<>();
        for (AttemptLog.Entry attempt : attempts) {
            boolean hasPost = arrived.size() < posts.size()
                    && attempts.stream()
                            .skip(attempt.number())
                            .findFirst()
                            .map(next -> posts.get(arrived.size())
                                    .isBefore(next.startedAt().minusSeconds(1)))
                            .orElse(true);
            if (hasPost || !attempt.timedOut()) {
                arrived.add(attempt);
            }
        }
        return arrived;
    }

    private static Map<String, String> clockOffBy(int seconds) {
        return Map.of(
                "LD_PRELOAD",
                LIBFAKETIME.toString(),
                "FAKETIME",
                "%+ds".formatted(seconds),
                "FAKETIME_DONT_FAKE_MONOTONIC",
                "1");
    }

    /** By how many seconds a worker's clock is ahead of this one, as its log has it. */
    private static long skewOf(ServiceProcess worker) {
        worker.process().requestStop();
        String line = worker.process().awaitOut(text -> text.contains("\"Stopping\""));
        Instant told = Instant.parse(new JsonObject(line).getString("timestamp"));
        return ChronoUnit.SECONDS.between(Instant.now(), told);
    }

    /** One of three fails, one of ten hangs past the deadline: by turns, which depend on nothing but the POSTs' order. */
    private Future<Integer> unreliably(Due due) {
        arrivals.note(due);
        int turn = turns.getAndIncrement();
        if (turn % 10 == 0) {
            return servers.vertx().timer(8, TimeUnit.SECONDS).map(500);
        }
        return Future.succeededFuture(turn % 3 == 0 ? 500 : 200);
    }

    private int count(String query) {
        return Integer.parseInt(site.database().value(query));
    }
}
