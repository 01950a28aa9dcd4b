/** Domain events off Kafka: reading, refusing, and which offsets are done. */
package io.integrator.webhooks.delivery.intake;
