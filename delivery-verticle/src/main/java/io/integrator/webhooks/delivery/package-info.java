/** The delivery verticle: from Kafka to the subscriber and into the journal. */
package io.integrator.webhooks.delivery;
