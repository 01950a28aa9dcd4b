/** Traces by OpenTelemetry: what goes on from where. In a process that doesn't trace there is nothing of it. */
package io.integrator.webhooks.tracing;
