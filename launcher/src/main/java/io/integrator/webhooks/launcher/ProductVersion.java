package io.integrator.webhooks.launcher;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version that this was built as, and the Java that it runs on. */
public final class ProductVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("(not packaged)");
        return new String[] {"Integrator Webhooks " + version, "Java " + Runtime.version()};
    }
}
