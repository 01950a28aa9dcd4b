/** The processes that a benchmark is made of, and waiting for what they do. */
package io.integrator.webhooks.bench.process;
