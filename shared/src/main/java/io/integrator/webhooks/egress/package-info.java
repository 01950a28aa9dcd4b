/** Which urls and addresses the service may post to. */
package io.integrator.webhooks.egress;
