package io.integrator.webhooks.launcher;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version that this was built as, and the Java that it runs on. */
public final class ProductVersion implements IVersionProvider {

    /** The version that this was built as. */
    static String get() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("(not packaged)");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"Integrator Webhooks " + get(), "Java " + Runtime.version()};
    }
}
