package io.integrator.webhooks.bench;

import io.integrator.webhooks.bench.environment.BenchDatabase;
import io.integrator.webhooks.bench.environment.Registered;
import io.integrator.webhooks.bench.environment.Registry;
import io.integrator.webhooks.bench.load.Answer;
import io.integrator.webhooks.bench.load.Group;
import io.integrator.webhooks.bench.load.Share;
import io.integrator.webhooks.bench.scene.Disturbance;
import io.integrator.webhooks.domain.EventType;
import java.util.List;

/** One webhook that is owed very much, due at once. It is owed the same events in every phase, the webhook is another. */
final class OwedBacklog implements Disturbance {

    private final OwedRows rows;
    private final Share share;
    private final long owed;
    private List<Registered> registered = List.of();

    private OwedBacklog(OwedRows rows, Share share, long owed) {
        this.rows = rows;
        this.share = share;
        this.owed = owed;
    }

    /**
     * Records the events, so many.
     *
     * @param integrator whose they are, which has none
     */
    static OwedBacklog of(BenchDatabase database, String integrator, long owed, Answer answer) {
        Share share = new Share(integrator, EventType.PAYMENT_CREATED, Group.DISTURBING, answer, 0);
        OwedRows rows = new OwedRows(database);
        rows.insertEvents(share.integrator(), share.type(), owed);
        return new OwedBacklog(rows, share, owed);
    }

    @Override
    public List<Registered> prepare(Registry registry) {
        registered = registry.register(List.of(share));
        long inserted = rows.owe(share.integrator(), registered.get(0).webhookId());
        if (inserted != owed) {
            throw new IllegalStateException(inserted + " deliveries are owed, not " + owed);
        }
        return registered;
    }

    @Override
    public void release() {
        rows.makeDue(registered.get(0).webhookId());
    }

    @Override
    public long owed() {
        return owed;
    }

    @Override
    public void clear() {
        rows.clear();
    }
}
