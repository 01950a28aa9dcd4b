/** The same load with and without what disturbs it, by turns, each with a ledger that has to balance. */
package io.integrator.webhooks.bench.yardstick;
