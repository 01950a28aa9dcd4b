/** The work and its yardsticks, by turns in one run, each with a ledger that has to balance; and how they are held against each other. */
package io.integrator.webhooks.bench.contest;
