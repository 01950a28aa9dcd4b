/** Pictures of what benchmarks report. */
package io.integrator.webhooks.bench.plot;
