package io.integrator.webhooks.launcher.faults;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Every event that was produced, and every POST that a subscriber accepted. Of any thread. */
final class Ledger {

    private final Map<String, List<String>> webhooks;
    private final Map<String, String> announced = new ConcurrentHashMap<>();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Map<Due, Integer> accepted = new ConcurrentHashMap<>();
    private final AtomicInteger posts = new AtomicInteger();

    /** @param webhooks those of each integrator; all of them are subscribed to all that is produced */
    Ledger(Map<String, List<String>> webhooks) {
        this.webhooks = webhooks;
    }

    /** An event is about to be produced. */
    void announce(String event, String integrator) {
        announced.put(event, integrator);
    }

    /** Kafka has acknowledged an event: from now on it is promised. */
    void acknowledge(String event) {
        acknowledged.add(event);
    }

    /** A POST is answered with a 2xx. */
    void accept(Due due) {
        accepted.merge(due, 1, Integer::sum);
        posts.incrementAndGet();
    }

    /** How many events Kafka has acknowledged. */
    int events() {
        return acknowledged.size();
    }

    /** Which events Kafka has acknowledged. */
    Set<String> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    /** How many POSTs were accepted. */
    int posts() {
        return posts.get();
    }

    /** What was accepted, and how often. */
    Map<Due, Integer> accepted() {
        return Map.copyOf(accepted);
    }

    /** What is promised: each acknowledged event for each webhook of its integrator. */
    Set<Due> promised() {
        return dues(acknowledged);
    }

    /** What is promised and was never accepted. */
    Set<Due> missing() {
        Set<Due> missing = promised();
        missing.removeAll(accepted.keySet());
        return missing;
    }

    /** What was accepted and never produced, or never for that webhook. */
    Set<Due> invented() {
        Set<Due> invented = new HashSet<>(accepted.keySet());
        invented.removeAll(dues(announced.keySet()));
        return invented;
    }

    private Set<Due> dues(Collection<String> events) {
        Set<Due> dues = new HashSet<>();
        for (String event : events) {
            webhooks.get(announced.get(event)).forEach(webhook -> dues.add(new Due(event, webhook)));
        }
        return dues;
    }
}
