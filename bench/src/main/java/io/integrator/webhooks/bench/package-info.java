/** The benchmarks: each measures a promise about speed, and a class of its own says which. */
package io.integrator.webhooks.bench;
