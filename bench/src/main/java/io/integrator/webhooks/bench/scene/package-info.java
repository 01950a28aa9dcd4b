/** Loads that the service is put under. */
package io.integrator.webhooks.bench.scene;
