package io.integrator.webhooks.bench.environment;

import io.integrator.webhooks.bench.load.Share;
import java.util.UUID;

/** A share of a load with the webhook that was registered for it. */
public record Registered(Share share, UUID webhookId) {}
