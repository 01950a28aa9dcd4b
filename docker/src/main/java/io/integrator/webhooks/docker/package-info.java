/** What is shipped and how it is run: image, compose file, chart. */
package io.integrator.webhooks.docker;
