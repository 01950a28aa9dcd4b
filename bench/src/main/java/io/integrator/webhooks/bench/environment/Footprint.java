package io.integrator.webhooks.bench.environment;

/**
 * What a process holds.
 *
 * @param liveHeapBytes   on its heap, once its garbage is collected
 * @param peakMemoryBytes the most that it has had resident since it started
 */
public record Footprint(double liveHeapBytes, double peakMemoryBytes) {}
