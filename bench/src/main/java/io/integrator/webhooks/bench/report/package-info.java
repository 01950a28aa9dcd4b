/** What is told of a run: medians, spreads, ratios, and what it ran on. */
package io.integrator.webhooks.bench.report;
