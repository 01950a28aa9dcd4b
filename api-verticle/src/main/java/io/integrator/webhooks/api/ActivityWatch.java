package io.integrator.webhooks.api;

import io.integrator.webhooks.domain.Webhook;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** One integrator that is listened to: who listens, and what they have been told. Belongs to the feed's event loop. */
final class ActivityWatch {

    private final Set<StreamClient> listening = new LinkedHashSet<>();
    private final List<StreamClient> joining = new ArrayList<>();

    /** The attempts in the window of the last look: the next window begins where this one did, or later. */
    private Set<UUID> told = Set.of();

    private Map<UUID, Webhook> webhooks = Map.of();
    private Optional<StreamPosition> position = Optional.empty();

    /** Has a client told from the next look on. */
    void join(StreamClient client) {
        joining.add(client);
    }

    void leave(StreamClient client) {
        listening.remove(client);
        joining.remove(client);
    }

    /** How many listen, or are about to. */
    int size() {
        return listening.size() + joining.size();
    }

    /** Those who listen, or are about to. */
    List<StreamClient> clients() {
        List<StreamClient> all = new ArrayList<>(listening);
        all.addAll(joining);
        return all;
    }

    /** Those whom the next look is the first for. */
    List<StreamClient> joining() {
        return List.copyOf(joining);
    }

    /** The last look; empty before there was one. */
    Optional<StreamPosition> position() {
        return position;
    }

    /** What those who listen haven't been told of a window's attempts: none when nobody has listened yet. */
    Set<UUID> untold(Collection<UUID> window) {
        if (listening.isEmpty()) {
            return Set.of();
        }
        Set<UUID> untold = new LinkedHashSet<>(window);
        untold.removeAll(told);
        return untold;
    }

    /** Tells those who listen what is new: of the webhooks as they are now, and of attempts. */
    void tell(StreamPosition now, Collection<Webhook> present, List<StreamEvent> attempts, Collection<UUID> window) {
        List<StreamEvent> events = changes(present);
        events.addAll(attempts);
        if (!events.isEmpty()) {
            String text = StreamEvent.text(events, now);
            List.copyOf(listening).forEach(client -> client.write(text));
        }
        told = Set.copyOf(window);
        position = Optional.of(now);
    }

    /** Tells one who joins how the webhooks are, and the attempts that it has missed; from then on it listens. */
    void welcome(StreamClient client, List<StreamEvent> attempts) {
        List<StreamEvent> events = new ArrayList<>();
        webhooks.values().forEach(webhook -> events.add(StreamEvent.of(webhook)));
        events.addAll(attempts);
        StreamPosition now = position.orElseThrow();
        client.write(events.isEmpty() ? StreamEvent.heartbeat(now) : StreamEvent.text(events, now));
        if (joining.remove(client)) {
            listening.add(client);
        }
    }

    /** Shows those who listen that they are. */
    void beat() {
        position.map(StreamEvent::heartbeat)
                .ifPresent(beat -> List.copyOf(listening).forEach(client -> client.write(beat)));
    }

    private List<StreamEvent> changes(Collection<Webhook> present) {
        Map<UUID, Webhook> before = webhooks;
        Map<UUID, Webhook> now = new LinkedHashMap<>();
        present.forEach(webhook -> now.put(webhook.id(), webhook));
        webhooks = now;
        List<StreamEvent> events = new ArrayList<>();
        now.values().stream()
                .filter(webhook -> !webhook.equals(before.get(webhook.id())))
                .forEach(webhook -> events.add(StreamEvent.of(webhook)));
        before.keySet().stream().filter(id -> !now.containsKey(id)).forEach(id -> events.add(StreamEvent.deleted(id)));
        return events;
    }
}
