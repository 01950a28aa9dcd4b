/** Who calls the API: in a process of its own, with tokens of its own. */
package io.integrator.webhooks.bench.caller;
