package io.integrator.webhooks.launcher;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import org.slf4j.LoggerFactory;

/** How a command logs. A file named by {@code -Dlogback.configurationFile} is left to have its way. */
public enum Logs {
    /** One JSON object a line, on stdout: what collectors of containers' logs read. */
    JSON("/logback-json.xml"),

    /** For people, on stderr, so that stdout is the command's own. */
    READABLE("/logback-readable.xml");

    private static final String OURS = "io.integrator.webhooks";

    private final String resource;

    Logs(String resource) {
        this.resource = resource;
    }

    /** Logs this way from now on. */
    public void use(boolean verbose) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        if (System.getProperty("logback.configurationFile") == null) {
            context.reset();
            configure(context, Logs.class.getResource(resource));
        }
        if (verbose) {
            context.getLogger(OURS).setLevel(Level.DEBUG);
        }
    }

    private static void configure(LoggerContext context, URL file) {
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        try {
            configurator.doConfigure(file);
        } catch (JoranException e) {
            throw new IllegalStateException(file + " does not configure the logs", e);
        }
    }
}
