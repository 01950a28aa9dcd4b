package io.integrator.webhooks.launcher.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.launcher.process.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What was seen, look by look, of how a held backlog goes out: how fast it may, and how much of it has arrived. */
final class Drain {

    private static final String LOOK = """
            select extract(epoch from clock_timestamp()) || ' ' || coalesce(drain_rate, 0)
            from lane where webhook_id = cast(? as uuid)""";

    private static final int WINDOWS = 10;

    private final List<Look> looks = new ArrayList<>();
    private final TestDatabase database;
    private final String webhookId;

    /** @param rate deliveries a second, by the lane; 0 when it has no backlog that goes out */
    private record Look(double seconds, double rate, int arrived) {}

    Drain(TestDatabase database, String webhookId) {
        this.database = database;
        this.webhookId = webhookId;
    }

    /** Takes a look, with what had arrived just before. */
    void look(int arrived) {
        String[] seen = database.value(LOOK, webhookId).split(" ", 2);
        looks.add(new Look(Double.parseDouble(seen[0]), Double.parseDouble(seen[1]), arrived));
    }

    /** Whether the lane still had a rate when last looked at. */
    boolean isUnderWay() {
        return looks.get(looks.size() - 1).rate > 0;
    }

    /**
     * Fails unless it began with a rate, went faster and faster, and never had more arrive than the rates allow.
     *
     * @param claimSeconds how much time's worth of deliveries one claim takes ahead
     */
    void requireThrottledFrom(double rate, double claimSeconds) {
        List<Look> paced = looks.stream().filter(look -> look.rate > 0).toList();
        assertThat(paced.get(0).rate).isBetween(rate, 2 * rate);
        assertThat(paced).extracting(Look::rate).isSorted();
        assertThat(paced.get(paced.size() - 1).rate).isGreaterThan(2 * paced.get(0).rate);
        double allowed = 0;
        for (int i = 1; i < looks.size() && (looks.get(i).rate > 0 || allowed == 0); i++) {
            Look look = looks.get(i);
            allowed += look.rate * (look.seconds - looks.get(i - 1).seconds);
            // A claim takes at least one delivery.
            assertThat((double) look.arrived)
                    .as("arrived by look %d", i)
                    .isLessThanOrEqualTo(allowed + Math.max(1, look.rate * claimSeconds) + 1);
        }
        List<Integer> windows = windows();
        assertThat(windows.stream().mapToInt(Integer::intValue).max().orElseThrow())
                .as("the busiest of %s", windows)
                .isGreaterThan(2 * windows.get(0));
    }

    /** How much arrived in tenths of the time that it took. */
    private List<Integer> windows() {
        double start = looks.get(0).seconds;
        double length = (looks.get(looks.size() - 1).seconds - start) / WINDOWS;
        return IntStream.rangeClosed(1, WINDOWS)
                .map(window -> arrivedBy(start + window * length) - arrivedBy(start + (window - 1) * length))
                .boxed()
                .toList();
    }

    private int arrivedBy(double seconds) {
        return looks.stream()
                .filter(look -> look.seconds <= seconds)
                .mapToInt(Look::arrived)
                .max()
                .orElse(0);
    }

    @Override
    public String toString() {
        Look last = looks.get(looks.size() - 1);
        String rates = IntStream.rangeClosed(1, WINDOWS)
                .mapToObj(window -> looks.get((looks.size() - 1) * window / WINDOWS))
                .map(look -> "%.0f".formatted(look.rate))
                .collect(Collectors.joining(" "));
        return "%.1f s, in tenths of it %s; the lane's rate after each %s"
                .formatted(last.seconds - looks.get(0).seconds, windows(), rates);
    }
}
