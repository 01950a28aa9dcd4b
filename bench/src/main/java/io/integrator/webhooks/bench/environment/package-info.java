/** What a benchmark runs on: real backends, the service and the subscriber in processes of their own. */
package io.integrator.webhooks.bench.environment;
