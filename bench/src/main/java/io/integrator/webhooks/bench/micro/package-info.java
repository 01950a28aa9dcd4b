/**
 * Micro-benchmarks of what is hot, by JMH. Those of classes that only their own package knows are in a package of that name, in
 * this module.
 */
package io.integrator.webhooks.bench.micro;
