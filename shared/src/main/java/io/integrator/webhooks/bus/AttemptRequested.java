package io.integrator.webhooks.bus;

/** News that somebody has asked for an attempt, in this process or another: there is something to claim. */
public record AttemptRequested() {}
