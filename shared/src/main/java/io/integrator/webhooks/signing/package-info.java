/** Standard Webhooks signatures, and the secrets they are made with. */
package io.integrator.webhooks.signing;
