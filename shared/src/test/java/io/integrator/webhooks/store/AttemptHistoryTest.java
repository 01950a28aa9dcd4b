package io.integrator.webhooks.store;

import static io.integrator.webhooks.domain.EventType.PAYMENT_CREATED;
import static io.integrator.webhooks.store.TestDatabase.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.integrator.webhooks.domain.Outcome;
import io.integrator.webhooks.store.AttemptStore.Entry;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/** Failure counts over any history of attempts in batches, held against a count of one attempt after the other. */
class AttemptHistoryTest {

    private static final int WEBHOOKS = 3;
    private static final TestDatabase DATABASE = TestDatabase.create("attempt_history");

    enum Kind {
        SUCCESS,
        FAILURE,
        GONE,
        OURS;

        private Outcome outcome() {
            return switch (this) {
                case SUCCESS -> TestAttempts.OK;
                case FAILURE -> TestAttempts.FAILED;
                case GONE -> TestAttempts.GONE;
                case OURS -> TestAttempts.OURS;
            };
        }
    }

    /** What happens to some webhooks. */
    sealed interface Step {}

    /** An attempt ends and joins the batch; {@code stale} when it was sent to the url before the present one. */
    record Ends(int webhook, Kind kind, boolean stale) implements Step {}

    /** One of all the attempts that have ended joins the batch again. */
    record Repeats(int which) implements Step {}

    /** The batch is written, its last attempt first when {@code reversed}, and once more when {@code twice}. */
    record Write(boolean reversed, boolean twice) implements Step {}

    /** A webhook gets another url. */
    record UrlChanges(int webhook) implements Step {}

    @Provide
    Arbitrary<List<Step>> histories() {
        Arbitrary<Integer> webhook = Arbitraries.integers().between(0, WEBHOOKS - 1);
        Arbitrary<Kind> kind = Arbitraries.frequency(
                Tuple.of(2, Kind.SUCCESS), Tuple.of(6, Kind.FAILURE), Tuple.of(1, Kind.GONE), Tuple.of(1, Kind.OURS));
        Arbitrary<Boolean> rarely = Arbitraries.frequency(Tuple.of(1, true), Tuple.of(4, false));
        return Arbitraries.<Step>frequencyOf(
                        Tuple.of(12, Combinators.combine(webhook, kind, rarely).as(Ends::new)),
                        Tuple.of(2, Arbitraries.integers().between(0, 30).map(Repeats::new)),
                        Tuple.of(
                                4,
                                Combinators.combine(Arbitraries.of(true, false), rarely)
                                        .as(Write::new)),
                        Tuple.of(1, webhook.map(UrlChanges::new)))
                .list()
                .ofMaxSize(40)
                .withSizeDistribution(RandomDistribution.uniform());
    }

    @Property(tries = 60)
    void eachAttemptCountsOnceInTheOrderInWhichTheyEnded(@ForAll("histories") List<Step> history) {
        Run run = new Run();

        for (Step step : history) {
            run.take(step);
        }

        run.take(new Write(false, false));
        run.compare();
    }

    /** The count and the streak of one webhook, as a single reader of its attempts would keep them. */
    private static final class Model {

        private final UUID id;
        private int revision = 1;
        private int failures;
        private Instant since;

        private Model(UUID id) {
            this.id = id;
        }

        void recorded(Entry entry) {
            if (entry.attempt().delivery().target().revision() != revision) {
                return;
            }
            if (entry.attempt().outcome().succeeded()) {
                reset();
            } else if (entry.counts()) {
                failures++;
                since = since == null ? entry.attempt().endedAt() : since;
            }
        }

        void urlChanged() {
            revision++;
            reset();
        }

        private void reset() {
            failures = 0;
            since = null;
        }
    }

    private static final class Run {

        private final String integrator = DATABASE.integrator();
        private final TestAttempts attempts = new TestAttempts(integrator);
        private final List<Model> models = IntStream.range(0, WEBHOOKS)
                .mapToObj(i -> new Model(DATABASE.webhook(integrator, PAYMENT_CREATED)))
                .toList();
        private final List<Entry> ended = new ArrayList<>();
        private final Set<UUID> recorded = new HashSet<>();
        private List<Entry> batch = new ArrayList<>();

        void take(Step step) {
            if (step instanceof Ends ends) {
                Model model = models.get(ends.webhook());
                int revision = Math.max(1, model.revision - (ends.stale() ? 1 : 0));
                Entry entry = attempts.entry(model.id, ends.kind().outcome(), ended.size(), revision);
                ended.add(entry);
                batch.add(entry);
            } else if (step instanceof Repeats repeats && !ended.isEmpty()) {
                batch.add(ended.get(repeats.which() % ended.size()));
            } else if (step instanceof UrlChanges changes) {
                Model model = models.get(changes.webhook());
                String url = "https://example.com/" + model.revision;
                await(DATABASE.webhooks()
                        .change(
                                integrator,
                                model.id,
                                new WebhookPatch(Optional.of(url), Optional.empty(), Optional.empty())));
                model.urlChanged();
            } else if (step instanceof Write write) {
                write(write);
            }
        }

        private void write(Write write) {
            List<Entry> written = batch;
            batch = new ArrayList<>();
            if (write.reversed()) {
                Collections.reverse(written);
            }
            for (int times = write.twice() ? 2 : 1; times > 0; times--) {
                DATABASE.inTransaction(connection -> AttemptStore.record(connection, written));
            }
            written.stream()
                    .sorted(Comparator.comparing(entry -> entry.attempt().endedAt()))
                    .filter(entry -> recorded.add(entry.attempt().id()))
                    .forEach(this::recorded);
        }

        private void recorded(Entry entry) {
            UUID webhookId = entry.attempt().delivery().target().webhookId();
            models.stream().filter(model -> model.id.equals(webhookId)).forEach(model -> model.recorded(entry));
        }

        void compare() {
            for (Model model : models) {
                Row row = new WebhookRows(DATABASE).webhook(model.id);
                assertThat(row.getInteger("revision")).isEqualTo(model.revision);
                assertThat(row.getInteger("failure_count")).isEqualTo(model.failures);
                assertThat(Optional.ofNullable(row.getOffsetDateTime("failing_since"))
                                .map(OffsetDateTime::toInstant))
                        .isEqualTo(Optional.ofNullable(model.since));
            }
            assertThat(DATABASE.value(Long.class, "select count(*) from attempt where webhook_id = any ($1)", (Object)
                            models.stream().map(model -> model.id).toArray(UUID[]::new)))
                    .isEqualTo(recorded.size());
        }
    }
}
